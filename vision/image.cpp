#include "vision/image.hpp"

#include <cassert>
#include <cstring>

namespace brigade::vision {

std::array<PlaneSize, 3> plane_sizes(const ImageLayout& layout) {
  const int half_width = (layout.width + 1) / 2;
  const int half_height = (layout.height + 1) / 2;
  switch (layout.format) {
    case PixelFormat::i420:
      return {{{layout.width, layout.height}, {half_width, half_height}, {half_width, half_height}}};
    case PixelFormat::nv12:
      return {{{layout.width, layout.height}, {2 * half_width, half_height}, {}}};
    case PixelFormat::bgr:
    case PixelFormat::rgb:
      return {{{3 * layout.width, layout.height}, {}, {}}};
    case PixelFormat::rgba:
      return {{{4 * layout.width, layout.height}, {}, {}}};
  }
  assert(false && "a pixel format without planes");
  return {};
}

namespace {

std::size_t plane_bytes(const PlaneSize& plane) {
  return static_cast<std::size_t>(plane.row_bytes) * static_cast<std::size_t>(plane.rows);
}

}  // namespace

std::size_t packed_bytes(const ImageLayout& layout) {
  std::size_t bytes = 0;
  for (const PlaneSize& plane : plane_sizes(layout)) {
    bytes += plane_bytes(plane);
  }
  return bytes;
}

ImageView packed_view(const ImageLayout& layout, std::span<const std::uint8_t> pixels) {
  assert(pixels.size() >= packed_bytes(layout));
  ImageView view{.layout = layout};
  std::size_t offset = 0;
  const auto sizes = plane_sizes(layout);
  for (std::size_t plane = 0; plane < sizes.size() && sizes[plane].rows > 0; ++plane) {
    view.planes[plane] = pixels.data() + offset;
    view.strides[plane] = sizes[plane].row_bytes;
    offset += plane_bytes(sizes[plane]);
  }
  return view;
}

void copy_packed(const ImageView& view, std::span<std::uint8_t> target) {
  assert(target.size() >= packed_bytes(view.layout));
  std::uint8_t* out = target.data();
  const auto sizes = plane_sizes(view.layout);
  for (std::size_t plane = 0; plane < sizes.size(); ++plane) {
    const auto row_bytes = static_cast<std::size_t>(sizes[plane].row_bytes);
    for (int row = 0; row < sizes[plane].rows; ++row) {
      std::memcpy(out, view.planes[plane] + row * view.strides[plane], row_bytes);
      out += row_bytes;
    }
  }
}

}  // namespace brigade::vision
