#pragma once

#include "stages/render/colours.hpp"
#include "vision/heat_map.hpp"

#include <opencv2/core/mat.hpp>

#include <cstdint>

namespace brigade::stages {

/// What a score of a heat map looks like.
struct HeatColour {
  Colour colour;
  int opacity = 0;  ///< in 1/256; 0: nothing is drawn
};

/// The ramp "inferno" (van der Walt and Smith, 2015, CC0): lightness rises evenly from black over red to a pale yellow,
/// so that it reads alike in print, and to the colour-blind. Nothing is drawn below a score of 0.06; opacity rises with
/// the score, so that the picture stays to be seen.
[[nodiscard]] HeatColour heat_colour(std::uint8_t score);

/// Lays a heat map over a picture that is CV_8UC3 (blue, green, red) or CV_8UC4 (red, green, blue, alpha; alpha is left
/// alone), scores blended bilinearly between the middles of cells. Pixels that are cold stay as they are, and cost next
/// to nothing. Allocates nothing.
void draw_heat(cv::Mat& picture, const vision::HeatMap& map);

}  // namespace brigade::stages
