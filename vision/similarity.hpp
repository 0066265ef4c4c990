#pragma once

#include "vision/geometry.hpp"

#include <cmath>

namespace brigade::vision {

/// A place in a picture, from its top left corner, in pixels: a pixel's centre lies at a half.
struct Point {
  double x = 0;
  double y = 0;

  friend bool operator==(const Point&, const Point&) = default;
};

/// How a picture as a whole has turned, grown and moved from one frame to another: a point (x, y) of the first is at
/// (a x - b y + right, b x + a y + down) in the second. `a` and `b` are the scale times cosine and sine of the angle,
/// so that no angle is ever needed; the default says that nothing moved.
struct Similarity {
  double a = 1;
  double b = 0;      ///< above 0: what points right turns down, clockwise on the screen
  double right = 0;  ///< pixels
  double down = 0;   ///< pixels

  friend bool operator==(const Similarity&, const Similarity&) = default;
};

/// How many times as long everything is afterwards.
[[nodiscard]] inline double scale(const Similarity& motion) {
  return std::sqrt(motion.a * motion.a + motion.b * motion.b);
}

/// A difference of two places, or a velocity, as it is afterwards.
[[nodiscard]] constexpr Point apply_to_direction(const Similarity& motion, const Point& direction) {
  return {.x = motion.a * direction.x - motion.b * direction.y, .y = motion.b * direction.x + motion.a * direction.y};
}

/// Where a place is afterwards.
[[nodiscard]] constexpr Point apply(const Similarity& motion, const Point& point) {
  const Point turned = apply_to_direction(motion, point);
  return {.x = turned.x + motion.right, .y = turned.y + motion.down};
}

/// Where a box is afterwards: its centre moves, its sides grow. It does not turn, as the boxes of detectors do not
/// either; for the few degrees that a held camera turns from frame to frame what that leaves out is small.
[[nodiscard]] inline Box apply(const Similarity& motion, const Box& box) {
  const Point centre = apply(motion, Point{.x = box.x + box.width / 2.0, .y = box.y + box.height / 2.0});
  const double width = box.width * scale(motion);
  const double height = box.height * scale(motion);
  return {.x = static_cast<float>(centre.x - width / 2),
          .y = static_cast<float>(centre.y - height / 2),
          .width = static_cast<float>(width),
          .height = static_cast<float>(height)};
}

}  // namespace brigade::vision
