#include "stages/render/paint.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace brigade::stages {
namespace {

/// A colour in the order of the picture's channels.
using Pixel = std::array<std::uint8_t, 3>;

Pixel pixel_for(const cv::Mat& picture, Colour colour) {
  assert(picture.type() == CV_8UC3 || picture.type() == CV_8UC4);
  return picture.channels() == 3 ? Pixel{colour.blue, colour.green, colour.red}
                                 : Pixel{colour.red, colour.green, colour.blue};
}

/// `opacity` in 1/256.
void blend(std::uint8_t* target, const Pixel& pixel, int opacity) {
  for (std::size_t channel = 0; channel < pixel.size(); ++channel) {
    const int below = target[channel];
    target[channel] = static_cast<std::uint8_t>(below + (((pixel[channel] - below) * opacity + 128) >> 8));
  }
}

int in_256ths(float opacity) { return static_cast<int>(std::lround(256 * std::clamp(opacity, 0.0F, 1.0F))); }

cv::Rect bounds(const cv::Mat& picture) { return {0, 0, picture.cols, picture.rows}; }

}  // namespace

void fill_rectangle(cv::Mat& picture, cv::Rect area, Colour colour, float opacity) {
  const cv::Rect visible = area & bounds(picture);
  const Pixel pixel = pixel_for(picture, colour);
  const int alpha = in_256ths(opacity);
  const int step = picture.channels();
  for (int y = visible.y; y < visible.y + visible.height; ++y) {
    std::uint8_t* target = picture.ptr(y, visible.x);
    for (int x = 0; x < visible.width; ++x, target += step) {
      blend(target, pixel, alpha);
    }
  }
}

void stroke_rectangle(cv::Mat& picture, cv::Rect area, int thickness, Colour colour, float opacity) {
  if (area.width <= 2 * thickness || area.height <= 2 * thickness) {
    fill_rectangle(picture, area, colour, opacity);
    return;
  }
  const int inner_height = area.height - 2 * thickness;
  const auto fill = [&](cv::Rect bar) { fill_rectangle(picture, bar, colour, opacity); };
  fill({area.x, area.y, area.width, thickness});
  fill({area.x, area.y + area.height - thickness, area.width, thickness});
  fill({area.x, area.y + thickness, thickness, inner_height});
  fill({area.x + area.width - thickness, area.y + thickness, thickness, inner_height});
}

void stroke_line(cv::Mat& picture, cv::Point2f from, cv::Point2f to, float width, Colour colour, float opacity) {
  const cv::Point2f along = to - from;
  if (!std::isfinite(along.dot(along))) {
    return;
  }
  const float radius = width / 2;
  const float reach = radius + 1;
  const auto within = [](float value, int pixels) {
    return static_cast<int>(std::clamp(value, 0.0F, static_cast<float>(pixels)));
  };
  const int left = within(std::floor(std::min(from.x, to.x) - reach), picture.cols);
  const int right = within(std::ceil(std::max(from.x, to.x) + reach) + 1, picture.cols);
  const int top = within(std::floor(std::min(from.y, to.y) - reach), picture.rows);
  const int bottom = within(std::ceil(std::max(from.y, to.y) + reach) + 1, picture.rows);
  const float length_squared = std::max(along.dot(along), 1e-6F);
  const Pixel pixel = pixel_for(picture, colour);
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      // The distance of the pixel's centre from the segment is how much of the pixel the stroke covers.
      const cv::Point2f centre(static_cast<float>(x) + 0.5F - from.x, static_cast<float>(y) + 0.5F - from.y);
      const cv::Point2f nearest = along * std::clamp(centre.dot(along) / length_squared, 0.0F, 1.0F);
      const cv::Point2f away = centre - nearest;
      const float distance_squared = away.dot(away);
      if (distance_squared >= (radius + 0.5F) * (radius + 0.5F)) {
        continue;
      }
      const float coverage = std::min(1.0F, radius + 0.5F - std::sqrt(distance_squared));
      blend(picture.ptr(y, x), pixel, in_256ths(coverage * opacity));
    }
  }
}

void write_text(cv::Mat& picture, cv::Point at, std::string_view text, const Font& font, Colour colour) {
  const Pixel pixel = pixel_for(picture, colour);
  for (const char character : text) {
    const Font::Glyph& glyph = font.glyph(character);
    const cv::Rect area(at.x + glyph.left, at.y, glyph.coverage.cols, glyph.coverage.rows);
    const cv::Rect visible = area & bounds(picture);
    for (int y = visible.y; y < visible.y + visible.height; ++y) {
      const std::uint8_t* coverage = glyph.coverage.ptr(y - area.y, visible.x - area.x);
      for (int x = 0; x < visible.width; ++x) {
        if (coverage[x] > 0) {
          blend(picture.ptr(y, visible.x + x), pixel, coverage[x] + coverage[x] / 128);
        }
      }
    }
    at.x += glyph.advance;
  }
}

}  // namespace brigade::stages
