#include "stages/render/font.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace brigade::stages {
namespace {

constexpr int kOversampling = 4;
// Units of the Hershey font: a capital letter is 21 high, a descender reaches 7 below the line.
constexpr int kCapitalUnits = 21;
constexpr int kDescenderUnits = 7;

}  // namespace

Font::Font(int capital_height)
    : capital_height_(std::max(1, capital_height)),
      capital_top_(1 + capital_height_ / 4),
      height_(capital_top_ + capital_height_ + 1 + (capital_height_ * (kDescenderUnits + 2)) / kCapitalUnits) {
  const int large_capital = capital_height_ * kOversampling;
  const double scale = static_cast<double>(large_capital) / kCapitalUnits;
  const int stroke = std::max(1, large_capital / 7);
  const int margin = 2;  // on each side, in pixels of the small mask: strokes are thick
  for (char character = kFirst; character <= kLast; ++character) {
    const std::string text(1, character);
    const int large_width = cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, scale, 1, nullptr).width;
    const int advance = (large_width + kOversampling / 2) / kOversampling;
    cv::Mat large(height_ * kOversampling, (advance + 2 * margin) * kOversampling, CV_8UC1, cv::Scalar(0));
    const cv::Point baseline(margin * kOversampling, (capital_top_ + capital_height_) * kOversampling);
    cv::putText(large, text, baseline, cv::FONT_HERSHEY_SIMPLEX, scale, cv::Scalar(255), stroke, cv::LINE_AA);
    Glyph& glyph = glyphs_[static_cast<std::size_t>(character - kFirst)];
    cv::resize(large, glyph.coverage, {}, 1.0 / kOversampling, 1.0 / kOversampling, cv::INTER_AREA);
    glyph.left = -margin;
    glyph.advance = advance;
  }
}

const Font::Glyph& Font::glyph(char character) const {
  const char shown = character >= kFirst && character <= kLast ? character : '?';
  return glyphs_[static_cast<std::size_t>(shown - kFirst)];
}

int Font::width(std::string_view text) const {
  int width = 0;
  for (const char character : text) {
    width += glyph(character).advance;
  }
  return width;
}

}  // namespace brigade::stages
