#pragma once

#include "stages/track/camera_motion/features.hpp"
#include "stages/track/camera_motion/grey_pyramid.hpp"
#include "vision/similarity.hpp"

#include <optional>

namespace brigade::stages {

/// A feature lies at least so many pixels from its picture's edges.
inline constexpr int kFlowMargin = 6;

/// The levels of a pyramid that are looked at, the first ones.
inline constexpr int kFlowLevels = 3;

/// How far a feature of one picture has moved in the next, in pixels of the first level, near to `guess` (up to some
/// ten pixels away); nothing where it is lost: it has left the picture, or its surroundings have no texture.
///
/// Lucas and Kanade's method, on a pyramid (Bouguet, 2000) and with the gradients of the first picture alone (Baker and
/// Matthews, Lucas-Kanade 20 Years On, 2004), so that they are computed once. Sums are of whole numbers, so they come
/// out the same in whatever order they are added, and with them all else. OpenCV's calcOpticalFlowPyrLK adds
/// floating-point numbers in an order that depends on the processor, and on several threads.
[[nodiscard]] std::optional<vision::Point> follow(const GreyPyramid& from, const GreyPyramid& to,
                                                  const Feature& feature, const vision::Point& guess);

}  // namespace brigade::stages
