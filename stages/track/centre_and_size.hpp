#pragma once

#include "vision/geometry.hpp"

#include <algorithm>
#include <array>

namespace brigade::stages {

/// A box as filters see it: centre x, centre y, width, height, in pixels.
using CentreAndSize = std::array<double, 4>;

/// Pixels: a box that shrank away would have no noise and no overlap.
inline constexpr double kSmallestSide = 1;

[[nodiscard]] constexpr CentreAndSize centre_and_size(const vision::Box& box) {
  return {box.x + box.width / 2.0, box.y + box.height / 2.0, box.width, box.height};
}

/// The box, at least `kSmallestSide` wide and high.
[[nodiscard]] constexpr vision::Box box_around(const CentreAndSize& values) {
  const double width = std::max(values[2], kSmallestSide);
  const double height = std::max(values[3], kSmallestSide);
  return {.x = static_cast<float>(values[0] - width / 2),
          .y = static_cast<float>(values[1] - height / 2),
          .width = static_cast<float>(width),
          .height = static_cast<float>(height)};
}

}  // namespace brigade::stages
