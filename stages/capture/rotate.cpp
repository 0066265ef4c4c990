#include "stages/capture/rotate.hpp"

#include <utility>

namespace brigade::stages {

vision::ImageLayout rotated_layout(const vision::ImageLayout& layout, int quarter_turns) {
  vision::ImageLayout rotated = layout;
  if (quarter_turns % 2 == 1) {
    std::swap(rotated.width, rotated.height);
  }
  return rotated;
}

namespace {

/// Where the walk over a plane starts and how far its steps along and across a target row reach.
struct Walk {
  const std::uint8_t* start;
  std::ptrdiff_t along;
  std::ptrdiff_t across;
};

Walk walk_of(const std::uint8_t* plane, std::ptrdiff_t stride, const vision::PlaneSize& size, int quarter_turns) {
  const std::ptrdiff_t last_column = size.row_bytes - 1;
  const std::ptrdiff_t last_row = (size.rows - 1) * stride;
  switch (quarter_turns) {
    case 1:
      return {.start = plane + last_row, .along = -stride, .across = 1};
    case 2:
      return {.start = plane + last_row + last_column, .along = -1, .across = -stride};
    case 3:
      return {.start = plane + last_column, .along = stride, .across = -1};
    default:
      return {.start = plane, .along = 1, .across = stride};
  }
}

}  // namespace

void rotate_i420(const vision::ImageView& view, int quarter_turns, std::span<std::uint8_t> target) {
  const auto from = vision::plane_sizes(view.layout);
  const auto to = vision::plane_sizes(rotated_layout(view.layout, quarter_turns));
  std::uint8_t* out = target.data();
  for (std::size_t plane = 0; plane < from.size(); ++plane) {
    const Walk walk = walk_of(view.planes[plane], view.strides[plane], from[plane], quarter_turns);
    for (int row = 0; row < to[plane].rows; ++row) {
      for (int column = 0; column < to[plane].row_bytes; ++column) {
        *out++ = walk.start[row * walk.across + column * walk.along];
      }
    }
  }
}

}  // namespace brigade::stages
