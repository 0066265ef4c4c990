#pragma once

#include "stages/render/colours.hpp"
#include "stages/render/font.hpp"

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

#include <string_view>

namespace brigade::stages {

// Strokes and fills that blend, on a picture that is CV_8UC3 (blue, green, red) or CV_8UC4 (red, green, blue, alpha, as
// a browser's canvas has it; alpha is left alone). All clip at the picture's edges. `opacity` is 0..1.

/// Fills the pixels of `area`.
void fill_rectangle(cv::Mat& picture, cv::Rect area, Colour colour, float opacity);

/// The `thickness` outermost pixels of `area` on each side.
void stroke_rectangle(cv::Mat& picture, cv::Rect area, int thickness, Colour colour, float opacity);

/// A line with round ends, anti-aliased; pixel centres lie at halves.
void stroke_line(cv::Mat& picture, cv::Point2f from, cv::Point2f to, float width, Colour colour, float opacity);

/// Text whose first glyph's box has its top left corner at `at`.
void write_text(cv::Mat& picture, cv::Point at, std::string_view text, const Font& font, Colour colour);

}  // namespace brigade::stages
