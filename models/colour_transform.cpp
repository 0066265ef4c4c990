#include "models/colour_transform.hpp"

#include <cstddef>

namespace brigade::models {

namespace {

using Matrix = std::array<std::array<float, 3>, 3>;

/// Shares of red and blue in the luma (ITU-T H.273, table 4).
struct LumaShares {
  float red;
  float blue;
};

LumaShares luma_shares(vision::YuvEncoding::Matrix matrix) {
  return matrix == vision::YuvEncoding::Matrix::bt709 ? LumaShares{.red = 0.2126F, .blue = 0.0722F}
                                                      : LumaShares{.red = 0.299F, .blue = 0.114F};
}

/// From a format's channels, whose zeroes lie at `zero`, to R, G, B of 0..255.
struct ToRgb {
  Matrix matrix;
  std::array<float, 3> zero;
};

ToRgb yuv_to_rgb(const vision::YuvEncoding& encoding) {
  const auto [red, blue] = luma_shares(encoding.matrix);
  const float green = 1 - red - blue;
  const float luma = encoding.full_range ? 1.0F : 255.0F / 219.0F;
  const float chroma = encoding.full_range ? 1.0F : 255.0F / 224.0F;
  const float from_u = 2 * (1 - blue) * chroma;
  const float from_v = 2 * (1 - red) * chroma;
  return {.matrix = {{{luma, 0, from_v}, {luma, -from_u * blue / green, -from_v * red / green}, {luma, from_u, 0}}},
          .zero = {encoding.full_range ? 0.0F : 16.0F, 128, 128}};
}

ToRgb to_rgb(const vision::ImageLayout& layout) {
  if (layout.format == vision::PixelFormat::i420 || layout.format == vision::PixelFormat::nv12) {
    return yuv_to_rgb(layout.yuv);
  }
  if (layout.format == vision::PixelFormat::bgr) {
    return {.matrix = {{{0, 0, 1}, {0, 1, 0}, {1, 0, 0}}}, .zero = {}};
  }
  return {.matrix = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, .zero = {}};
}

}  // namespace

ColourTransform colour_transform(const vision::ImageLayout& layout, const Preprocessing& preprocessing) {
  const ToRgb rgb = to_rgb(layout);
  ColourTransform transform;
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const auto& row = rgb.matrix[preprocessing.order == ChannelOrder::rgb ? channel : 2 - channel];
    const float scale = 1 / preprocessing.standard_deviation[channel];
    float zero = preprocessing.mean[channel];
    for (std::size_t source = 0; source < 3; ++source) {
      transform.matrix[channel][source] = row[source] * scale;
      zero += row[source] * rgb.zero[source];
    }
    transform.offset[channel] = -zero * scale;
    transform.black[channel] = (0 - preprocessing.mean[channel]) / preprocessing.standard_deviation[channel];
    transform.full[channel] = (255 - preprocessing.mean[channel]) / preprocessing.standard_deviation[channel];
  }
  return transform;
}

}  // namespace brigade::models
