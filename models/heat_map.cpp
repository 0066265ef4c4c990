#include "models/heat_map.hpp"

#include "models/decoding.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace brigade::models {

namespace {

using vision::HeatMap;

/// Cells of one axis that touch the image.
struct CellRange {
  int first = 0;
  int count = 0;
};

/// `offset` and `length`: where the image lies on this axis of the input, pixels.
CellRange cells_of(const LogitGrid& grid, int cells, int offset, int length) {
  const auto cell_at = [&](int pixel) {
    return (static_cast<float>(pixel) - grid.offset) / static_cast<float>(grid.stride);
  };
  const int first = std::clamp(static_cast<int>(std::floor(cell_at(offset))), 0, cells - 1);
  const int end = std::clamp(static_cast<int>(std::ceil(cell_at(offset + length))), first + 1, cells);
  return {.first = first, .count = end - first};
}

float largest_logit(std::span<const ClassLogits> levels, int row, int column, int category) {
  float largest = -std::numeric_limits<float>::infinity();
  for (std::size_t level = 0; level < levels.size(); ++level) {
    largest = std::max(largest, levels[level].at(row >> level, column >> level, category));
  }
  return largest;
}

std::uint8_t score_of(float value) {
  // Nearly all is colder, which spares the exponential.
  return value < kColdestLogit ? std::uint8_t{0} : static_cast<std::uint8_t>(std::lround(255 * sigmoid(value)));
}

}  // namespace

void fill_heat_map(std::span<const ClassLogits> levels, const LogitGrid& grid, const LetterboxGeometry& letterbox,
                   int category, HeatMap& map) {
  const CellRange columns = cells_of(grid, levels[0].logits.width, letterbox.offset_x, letterbox.width);
  const CellRange rows = cells_of(grid, levels[0].logits.height, letterbox.offset_y, letterbox.height);
  const int block = (std::max(columns.count, rows.count) + HeatMap::kLargestSide - 1) / HeatMap::kLargestSide;
  map.category = category;
  map.width = (columns.count + block - 1) / block;
  map.height = (rows.count + block - 1) / block;
  const auto pixels = [&](int cells) { return static_cast<float>(cells * grid.stride); };
  map.area = letterbox.to_image({.x = pixels(columns.first) + grid.offset,
                                 .y = pixels(rows.first) + grid.offset,
                                 .width = pixels(map.width * block),
                                 .height = pixels(map.height * block)});
  for (int row = 0; row < map.height; ++row) {
    for (int column = 0; column < map.width; ++column) {
      float largest = -std::numeric_limits<float>::infinity();
      for (int y = row * block; y < std::min((row + 1) * block, rows.count); ++y) {
        for (int x = column * block; x < std::min((column + 1) * block, columns.count); ++x) {
          largest = std::max(largest, largest_logit(levels, rows.first + y, columns.first + x, category));
        }
      }
      map.row(row)[column] = score_of(largest);
    }
  }
}

}  // namespace brigade::models
