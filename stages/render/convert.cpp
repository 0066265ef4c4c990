#include "stages/render/convert.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace brigade::stages {
namespace {

using vision::ImageView;
using vision::PixelFormat;
using vision::YuvEncoding;

// Sums are kept in 1/32 of a level: the largest fraction with which luma plus chroma still fits 16 bits, so that one
// SSE2 or wasm register holds eight pixels.
constexpr int kFractionBits = 5;
constexpr double kOne = 1 << kFractionBits;

/// Multipliers for the high half of a 16 x 16 bit product, results in 1/32 of a level.
struct Coefficients {
  std::uint16_t luma = 0;   ///< times Y * 257
  std::int16_t offset = 0;  ///< black level and rounding
  std::int16_t red_v = 0;   ///< this and the next three times (chroma - 128) * 256
  std::int16_t green_u = 0;
  std::int16_t green_v = 0;
  std::int16_t blue_u = 0;
};

/// The inverse of the matrix that the luma weights of red and blue define (ITU-R BT.601-7, BT.709-6).
Coefficients coefficients_of(const YuvEncoding& encoding) {
  const bool bt709 = encoding.matrix == YuvEncoding::Matrix::bt709;
  const double red = bt709 ? 0.2126 : 0.299;
  const double blue = bt709 ? 0.0722 : 0.114;
  const double green = 1 - red - blue;
  const double luma_scale = encoding.full_range ? 1.0 : 255.0 / 219.0;
  const double chroma_scale = encoding.full_range ? 1.0 : 255.0 / 224.0;
  const double black = encoding.full_range ? 0.0 : 16.0;
  const auto chroma = [&](double factor) {
    return static_cast<std::int16_t>(std::lround(factor * chroma_scale * kOne * 65536 / 256));
  };
  // The three truncated products are 1.5 too small on average.
  constexpr double kRounding = kOne / 2 + 1.5;
  return {.luma = static_cast<std::uint16_t>(std::lround(luma_scale * kOne * 65536 / 257)),
          .offset = static_cast<std::int16_t>(std::lround(kRounding - black * luma_scale * kOne)),
          .red_v = chroma(2 * (1 - red)),
          .green_u = chroma(-2 * (1 - blue) * blue / green),
          .green_v = chroma(-2 * (1 - red) * red / green),
          .blue_u = chroma(2 * (1 - blue))};
}

// Wide enough to forget the cost of a call, narrow enough to stay in the first cache with all of a tile's arrays.
constexpr int kTileWidth = 512;

/// What the chroma samples of two rows add to each pixel of either.
struct ChromaTile {
  std::array<std::int16_t, kTileWidth> red;
  std::array<std::int16_t, kTileWidth> green;
  std::array<std::int16_t, kTileWidth> blue;
};

/// `Step` is the distance between samples of one kind: 1 in I420, 2 in NV12.
template <int Step>
void spread_chroma(const std::uint8_t* u, const std::uint8_t* v, std::ptrdiff_t samples, const Coefficients& by,
                   ChromaTile& out) {
  const auto high_half = [](int value, int factor) { return static_cast<std::int16_t>((value * factor) >> 16); };
  for (std::ptrdiff_t i = 0; i < samples; ++i) {
    const auto from_u = static_cast<std::int16_t>((u[i * Step] - 128) * 256);
    const auto from_v = static_cast<std::int16_t>((v[i * Step] - 128) * 256);
    const std::int16_t red = high_half(from_v, by.red_v);
    const auto green = static_cast<std::int16_t>(high_half(from_u, by.green_u) + high_half(from_v, by.green_v));
    const std::int16_t blue = high_half(from_u, by.blue_u);
    out.red[static_cast<std::size_t>(2 * i)] = red;
    out.red[static_cast<std::size_t>(2 * i + 1)] = red;
    out.green[static_cast<std::size_t>(2 * i)] = green;
    out.green[static_cast<std::size_t>(2 * i + 1)] = green;
    out.blue[static_cast<std::size_t>(2 * i)] = blue;
    out.blue[static_cast<std::size_t>(2 * i + 1)] = blue;
  }
}

/// One row of a tile, colours apart.
struct RowTile {
  std::array<std::uint8_t, kTileWidth> blue;
  std::array<std::uint8_t, kTileWidth> green;
  std::array<std::uint8_t, kTileWidth> red;
};

void add_luma(const std::uint8_t* luma, int width, const Coefficients& by, const ChromaTile& chroma, RowTile& out) {
  const auto level = [](int sum) { return static_cast<std::uint8_t>(std::clamp(sum >> kFractionBits, 0, 255)); };
  for (int x = 0; x < width; ++x) {
    const auto scaled = static_cast<std::uint16_t>(luma[x] * 257U);
    const auto grey =
        static_cast<std::int16_t>(((std::uint32_t{scaled} * by.luma) >> 16) + static_cast<std::uint32_t>(by.offset));
    out.blue[x] = level(static_cast<std::int16_t>(grey + chroma.blue[x]));
    out.green[x] = level(static_cast<std::int16_t>(grey + chroma.green[x]));
    out.red[x] = level(static_cast<std::int16_t>(grey + chroma.red[x]));
  }
}

using Opaque = std::array<std::uint8_t, kTileWidth>;

/// Into blue, green, red; or into red, green, blue, alpha.
void interleave(RowTile& row, Opaque& opaque, int width, int channels, std::uint8_t* pixels) {
  const auto plane = [width](std::array<std::uint8_t, kTileWidth>& samples) {
    return cv::Mat(1, width, CV_8UC1, samples.data());
  };
  cv::Mat target(1, width, CV_8UC(channels), pixels);
  if (channels == 3) {
    const std::array<cv::Mat, 3> planes{plane(row.blue), plane(row.green), plane(row.red)};
    cv::merge(planes.data(), planes.size(), target);
  } else {
    const std::array<cv::Mat, 4> planes{plane(row.red), plane(row.green), plane(row.blue), plane(opaque)};
    cv::merge(planes.data(), planes.size(), target);
  }
}

void convert_yuv(const ImageView& frame, cv::Mat& picture) {
  const Coefficients by = coefficients_of(frame.layout.yuv);
  const bool interleaved = frame.layout.format == PixelFormat::nv12;
  ChromaTile chroma;  // NOLINT(*-member-init): written before it is read, like the next
  RowTile row;        // NOLINT(*-member-init)
  Opaque opaque;      // NOLINT(*-member-init)
  opaque.fill(255);
  const auto pixel_bytes = static_cast<std::ptrdiff_t>(picture.elemSize());
  for (int y = 0; y < picture.rows; y += 2) {
    for (int x = 0; x < picture.cols; x += kTileWidth) {
      const int width = std::min(kTileWidth, picture.cols - x);
      const int samples = (width + 1) / 2;
      const std::uint8_t* first = frame.planes[1] + (y / 2) * frame.strides[1];
      if (interleaved) {
        spread_chroma<2>(first + x, first + x + 1, samples, by, chroma);
      } else {
        const std::uint8_t* second = frame.planes[2] + (y / 2) * frame.strides[2];
        spread_chroma<1>(first + x / 2, second + x / 2, samples, by, chroma);
      }
      for (int line = y; line < std::min(y + 2, picture.rows); ++line) {
        add_luma(frame.planes[0] + line * frame.strides[0] + x, width, by, chroma, row);
        interleave(row, opaque, width, picture.channels(), picture.ptr(line) + x * pixel_bytes);
      }
    }
  }
}

constexpr int kCopy = -1;

/// In bands of fewer pixels than OpenCV would share out to its threads.
void reorder_channels(const ImageView& frame, int channels, int conversion, cv::Mat& picture) {
  constexpr int kBandPixels = 1 << 15;
  const int band = std::max(1, kBandPixels / picture.cols);
  for (int y = 0; y < picture.rows; y += band) {
    const int rows = std::min(band, picture.rows - y);
    // OpenCV has no type for pixels that are only read.
    auto* pixels = const_cast<std::uint8_t*>(frame.planes[0] + y * frame.strides[0]);  // NOLINT(*-const-cast)
    const cv::Mat source(rows, picture.cols, CV_8UC(channels), pixels, static_cast<std::size_t>(frame.strides[0]));
    cv::Mat target = picture.rowRange(y, y + rows);
    if (conversion == kCopy) {
      source.copyTo(target);
    } else {
      cv::cvtColor(source, target, conversion);
    }
  }
}

/// What alpha was there is not to be trusted: cameras leave it 0.
void copy_opaque(const ImageView& frame, cv::Mat& rgba) {
  constexpr std::array<std::uint8_t, 4> kAlpha{0, 0, 0, 255};
  const auto opaque = std::bit_cast<std::uint32_t>(kAlpha);
  for (int y = 0; y < rgba.rows; ++y) {
    const std::uint8_t* from = frame.planes[0] + y * frame.strides[0];
    std::uint8_t* to = rgba.ptr(y);
    for (std::ptrdiff_t x = 0; x < rgba.cols; ++x) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, from + 4 * x, sizeof pixel);
      pixel |= opaque;
      std::memcpy(to + 4 * x, &pixel, sizeof pixel);
    }
  }
}

/// Turns the pixels of a row round.
template <std::size_t Bytes>
void mirror_row(std::uint8_t* row, int width) {
  using Pixel = std::array<std::uint8_t, Bytes>;
  static_assert(sizeof(Pixel) == Bytes && alignof(Pixel) == 1);
  std::uint8_t* left = row;
  std::uint8_t* right = row + static_cast<std::ptrdiff_t>(Bytes) * (width - 1);
  for (; left < right; left += Bytes, right -= Bytes) {
    Pixel a;  // NOLINT(*-member-init): written before it is read, like the next
    Pixel b;  // NOLINT(*-member-init)
    std::memcpy(&a, left, Bytes);
    std::memcpy(&b, right, Bytes);
    std::memcpy(left, &b, Bytes);
    std::memcpy(right, &a, Bytes);
  }
}

ImageView view_of(const cv::Mat& picture, PixelFormat format) {
  return {.layout = {.format = format, .width = picture.cols, .height = picture.rows},
          .planes = {picture.data, nullptr, nullptr},
          .strides = {static_cast<std::ptrdiff_t>(picture.step[0]), 0, 0}};
}

}  // namespace

void to_bgr(const ImageView& frame, cv::Mat& bgr) {
  bgr.create(frame.layout.height, frame.layout.width, CV_8UC3);
  switch (frame.layout.format) {
    case PixelFormat::i420:
    case PixelFormat::nv12:
      convert_yuv(frame, bgr);
      break;
    case PixelFormat::bgr:
      reorder_channels(frame, 3, kCopy, bgr);
      break;
    case PixelFormat::rgb:
      reorder_channels(frame, 3, cv::COLOR_RGB2BGR, bgr);
      break;
    case PixelFormat::rgba:
      reorder_channels(frame, 4, cv::COLOR_RGBA2BGR, bgr);
      break;
  }
}

void to_rgba(const ImageView& frame, cv::Mat& rgba) {
  rgba.create(frame.layout.height, frame.layout.width, CV_8UC4);
  switch (frame.layout.format) {
    case PixelFormat::i420:
    case PixelFormat::nv12:
      convert_yuv(frame, rgba);
      break;
    case PixelFormat::bgr:
      reorder_channels(frame, 3, cv::COLOR_BGR2RGBA, rgba);
      break;
    case PixelFormat::rgb:
      reorder_channels(frame, 3, cv::COLOR_RGB2RGBA, rgba);
      break;
    case PixelFormat::rgba:
      copy_opaque(frame, rgba);
      break;
  }
}

ImageView view_of_bgr(const cv::Mat& bgr) { return view_of(bgr, PixelFormat::bgr); }

ImageView view_of_rgba(const cv::Mat& rgba) { return view_of(rgba, PixelFormat::rgba); }

void mirror(cv::Mat& picture) {
  for (int y = 0; y < picture.rows; ++y) {
    if (picture.channels() == 3) {
      mirror_row<3>(picture.ptr(y), picture.cols);
    } else {
      mirror_row<4>(picture.ptr(y), picture.cols);
    }
  }
}

}  // namespace brigade::stages
