#pragma once

#include "stages/render/font.hpp"
#include "stages/render/trails.hpp"
#include "vision/detection.hpp"

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

#include <span>
#include <string_view>

namespace brigade::stages {

/// How boxes look. Made once for a picture size with `style_for`, then changed at will.
struct Style {
  int line = 2;  ///< width of a box's line, pixels
  int halo = 1;  ///< dark rim on either side of coloured lines, pixels; keeps them readable on any background
  float halo_opacity = 0.6F;
  float trail_width = 3;  ///< of a trail's newest end, pixels; the oldest is a third of it
  bool scores = true;     ///< whether labels end with the score
  /// The picture has been mirrored: boxes and trails go where the mirror shows them.
  bool mirrored = false;
  Font font{12};
};

/// Sizes that look alike on every picture: about 1/300 of the shorter side for a line, 1/50 for a letter.
[[nodiscard]] Style style_for(cv::Size picture);

// `picture` is CV_8UC3 (blue, green, red) or CV_8UC4 (red, green, blue, alpha: a browser's canvas). `labels[category]`
// names a category; one outside is shown as "class 17". Boxes may reach past the edges or lie outside; those that are
// not finite or have no extent are left out. Labels stay inside the picture. Allocation-free.

/// Draws trails, then boxes in the colour of their id, then labels such as "person 12  0.87". `trails`: may be null;
/// only those of `tracks` are drawn.
void draw_tracks(cv::Mat& picture, std::span<const vision::TrackedObject> tracks,
                 std::span<const std::string_view> labels, const Trails* trails, const Style& style);

/// Draws boxes in the colour of their category and labels such as "person  0.87".
void draw_detections(cv::Mat& picture, std::span<const vision::Detection> detections,
                     std::span<const std::string_view> labels, const Style& style);

}  // namespace brigade::stages
