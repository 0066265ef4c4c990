#pragma once

#include "vision/geometry.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace brigade::vision {

/// How sure a detector is of one category at every place of an image. Everything lies inside the value, 16 kB, so that
/// passing one on allocates nothing.
struct HeatMap {
  static constexpr int kLargestSide = 128;  ///< cells: what the finest map of a 512-pixel input has

  int category = 0;  ///< index into the detector's labels
  int width = 0;     ///< cells, at most kLargestSide; 0: there is nothing to see
  int height = 0;    ///< cells, at most kLargestSide
  Box area;          ///< what the cells cover, in pixels of the image; may reach a little past it
  std::array<std::uint8_t, std::size_t{kLargestSide} * kLargestSide> scores{};  ///< row by row, without gaps; 255: 1.0

  [[nodiscard]] std::uint8_t* row(int index) { return scores.data() + std::ptrdiff_t{index} * width; }
  [[nodiscard]] const std::uint8_t* row(int index) const { return scores.data() + std::ptrdiff_t{index} * width; }
};

}  // namespace brigade::vision
