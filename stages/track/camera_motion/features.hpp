#pragma once

#include "stages/track/camera_motion/grey_pyramid.hpp"
#include "vision/geometry.hpp"

#include <span>
#include <vector>

namespace brigade::stages {

/// A pixel whose surroundings look like those of no neighbour, so that it can be found again.
struct Feature {
  int x = 0;
  int y = 0;

  friend bool operator==(const Feature&, const Feature&) = default;
};

/// The best corner of each cell of a grid, row by row, so that every part of the picture has its vote; cells in which
/// nothing stands out have none, nor have places within `avoided` (in pixels of `picture`). `features` is overwritten.
///
/// How good a corner is, is the harmonic mean of the two eigenvalues of its gradients' matrix (Förstner and Gülch,
/// 1987): high where brightness changes in both directions, low along edges. Whole numbers until the last division.
void find_features(const GreyPicture& picture, std::span<const vision::Box> avoided, std::vector<Feature>& features);

}  // namespace brigade::stages
