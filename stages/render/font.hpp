#pragma once

#include <opencv2/core/mat.hpp>

#include <array>
#include <string_view>

namespace brigade::stages {

/// The printable ASCII characters at one size, as coverage masks that are drawn by blending. OpenCV's stroke font is
/// drawn large once and averaged down, which is smoother than its own anti-aliasing at the size of a label, and some
/// ten times faster at each frame. Any other byte is shown as '?'.
class Font {
 public:
  /// `capital_height`: of a capital letter, in pixels, at least 1.
  explicit Font(int capital_height);

  struct Glyph {
    cv::Mat coverage;  ///< CV_8UC1, `height()` rows; 255 where the stroke covers the pixel
    int left = 0;      ///< from the pen to the mask's first column; may be negative
    int advance = 0;   ///< from this pen to the next one's, pixels
  };

  [[nodiscard]] const Glyph& glyph(char character) const;
  [[nodiscard]] int width(std::string_view text) const;
  [[nodiscard]] int height() const { return height_; }  ///< from above the tallest letter to below the deepest
  [[nodiscard]] int capital_height() const { return capital_height_; }
  [[nodiscard]] int capital_top() const { return capital_top_; }  ///< rows above a capital letter

 private:
  static constexpr char kFirst = ' ';
  static constexpr char kLast = '~';

  int capital_height_ = 0;
  int capital_top_ = 0;
  int height_ = 0;
  std::array<Glyph, kLast - kFirst + 1> glyphs_;
};

}  // namespace brigade::stages
