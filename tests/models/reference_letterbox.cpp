#include "tests/models/reference_letterbox.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace brigade::tests {

namespace {

using vision::ImageView;
using vision::PixelFormat;
using Colour = std::array<double, 3>;

/// Samples of one channel on a grid of their own.
struct Channel {
  const std::uint8_t* samples;
  std::ptrdiff_t stride;
  int step;
  int width;
  int height;

  [[nodiscard]] double at(int x, int y) const {
    return samples[std::clamp(y, 0, height - 1) * stride + std::ptrdiff_t{std::clamp(x, 0, width - 1)} * step];
  }

  [[nodiscard]] double bilinear(double x, double y) const {
    const int left = static_cast<int>(std::floor(x));
    const int top = static_cast<int>(std::floor(y));
    const double right_share = x - left;
    const double lower_share = y - top;
    return (at(left, top) * (1 - right_share) + at(left + 1, top) * right_share) * (1 - lower_share) +
           (at(left, top + 1) * (1 - right_share) + at(left + 1, top + 1) * right_share) * lower_share;
  }
};

bool is_yuv(PixelFormat format) { return format == PixelFormat::i420 || format == PixelFormat::nv12; }

/// Y, U, V or R, G, B.
std::array<Channel, 3> channels_of(const ImageView& image) {
  const auto [format, width, height, yuv] = image.layout;
  const int half_width = (width + 1) / 2;
  const int half_height = (height + 1) / 2;
  const auto channel = [&](std::size_t plane, int offset, int step) {
    return Channel{.samples = image.planes[plane] + offset,
                   .stride = image.strides[plane],
                   .step = step,
                   .width = plane == 0 ? width : half_width,
                   .height = plane == 0 ? height : half_height};
  };
  if (format == PixelFormat::i420) {
    return {channel(0, 0, 1), channel(1, 0, 1), channel(2, 0, 1)};
  }
  if (format == PixelFormat::nv12) {
    return {channel(0, 0, 1), channel(1, 0, 2), channel(1, 1, 2)};
  }
  const int step = format == PixelFormat::rgba ? 4 : 3;
  const int red = format == PixelFormat::bgr ? 2 : 0;
  return {channel(0, red, step), channel(0, 1, step), channel(0, 2 - red, step)};
}

/// The usual textbook coefficients, written out rather than derived.
Colour rgb_of_yuv(const Colour& yuv, const vision::YuvEncoding& encoding) {
  const double luma = encoding.full_range ? yuv[0] : (yuv[0] - 16) * 255 / 219;
  const double u = (yuv[1] - 128) * (encoding.full_range ? 1.0 : 255.0 / 224);
  const double v = (yuv[2] - 128) * (encoding.full_range ? 1.0 : 255.0 / 224);
  if (encoding.matrix == vision::YuvEncoding::Matrix::bt709) {
    return {luma + 1.5748 * v, luma - 0.187324 * u - 0.468124 * v, luma + 1.8556 * u};
  }
  return {luma + 1.402 * v, luma - 0.344136 * u - 0.714136 * v, luma + 1.772 * u};
}

Colour rgb_at(const ImageView& image, double x, double y) {
  const auto channels = channels_of(image);
  if (!is_yuv(image.layout.format)) {
    return {channels[0].bilinear(x, y), channels[1].bilinear(x, y), channels[2].bilinear(x, y)};
  }
  const double half_x = (x + 0.5) / 2 - 0.5;
  const double half_y = (y + 0.5) / 2 - 0.5;
  const Colour yuv{channels[0].bilinear(x, y), channels[1].bilinear(half_x, half_y),
                   channels[2].bilinear(half_x, half_y)};
  return rgb_of_yuv(yuv, image.layout.yuv);
}

}  // namespace

std::vector<float> reference_letterbox(const ImageView& image, int input_width, int input_height,
                                       const models::Preprocessing& preprocessing) {
  const double scale = std::min(static_cast<double>(input_width) / image.layout.width,
                                static_cast<double>(input_height) / image.layout.height);
  const int width = std::max(1, static_cast<int>(std::lround(image.layout.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(image.layout.height * scale)));
  const int left = (input_width - width) / 2;
  const int top = (input_height - height) / 2;
  std::vector<float> tensor;
  for (int y = 0; y < input_height; ++y) {
    for (int x = 0; x < input_width; ++x) {
      const bool inside = x >= left && x < left + width && y >= top && y < top + height;
      Colour rgb{};
      if (inside) {
        rgb = rgb_at(image, (x - left + 0.5) * image.layout.width / width - 0.5,
                     (y - top + 0.5) * image.layout.height / height - 0.5);
      }
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const double colour = rgb[preprocessing.order == models::ChannelOrder::rgb ? channel : 2 - channel];
        const double value =
            (std::clamp(colour, 0.0, 255.0) - preprocessing.mean[channel]) / preprocessing.standard_deviation[channel];
        tensor.push_back(static_cast<float>(value));
      }
    }
  }
  return tensor;
}

}  // namespace brigade::tests
