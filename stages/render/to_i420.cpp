#include "stages/render/to_i420.hpp"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace brigade::stages {
namespace {

using vision::YuvEncoding;

/// Weights in 1/256, so that every sum of three products fits 16 bits (ITU-R BT.601-7, BT.709-6; limited range).
struct Weights {
  std::array<std::uint16_t, 3> luma{};  ///< of blue, green, red; likewise below
  std::array<std::int16_t, 3> u{};
  std::array<std::int16_t, 3> v{};
};

Weights weights_of(YuvEncoding::Matrix matrix) {
  const bool bt709 = matrix == YuvEncoding::Matrix::bt709;
  const double red = bt709 ? 0.2126 : 0.299;
  const double blue = bt709 ? 0.0722 : 0.114;
  const double green = 1 - red - blue;
  const auto luma = [](double share) { return static_cast<std::uint16_t>(std::lround(256 * share * 219 / 255)); };
  const auto chroma = [](double share) { return static_cast<std::int16_t>(std::lround(256 * share * 224 / 255)); };
  Weights weights{.luma = {luma(blue), luma(green), luma(red)},
                  .u = {chroma(0.5), 0, chroma(-red / (2 * (1 - blue)))},
                  .v = {chroma(-blue / (2 * (1 - red))), 0, chroma(0.5)}};
  // Grey has no colour: the weights of chroma sum to nothing exactly.
  weights.u[1] = static_cast<std::int16_t>(-weights.u[0] - weights.u[2]);
  weights.v[1] = static_cast<std::int16_t>(-weights.v[0] - weights.v[2]);
  return weights;
}

// A tile's two rows stay in the first cache.
constexpr int kTileWidth = 1024;

/// One colour of a tile's row. The odd size gives the three colours of a row different alignments, at which OpenCV's
/// split writes through the cache; at equal ones it writes past it, and reading them again takes six times as long.
using Samples = std::array<std::uint8_t, kTileWidth + 1>;

/// A row of a tile, colours apart.
struct RowTile {
  Samples blue;
  Samples green;
  Samples red;
};

/// Takes `width` pixels of a row apart and makes their number even.
void split_row(const std::uint8_t* bgr, int width, RowTile& out) {
  // OpenCV has no type for pixels that are only read.
  const cv::Mat row(1, width, CV_8UC3, const_cast<std::uint8_t*>(bgr));  // NOLINT(*-const-cast)
  std::array<cv::Mat, 3> planes{cv::Mat(1, width, CV_8UC1, out.blue.data()),
                                cv::Mat(1, width, CV_8UC1, out.green.data()),
                                cv::Mat(1, width, CV_8UC1, out.red.data())};
  cv::split(row, planes.data());
  if (width % 2 != 0) {
    for (Samples* colour : {&out.blue, &out.green, &out.red}) {
      (*colour)[width] = (*colour)[width - 1];
    }
  }
}

void write_luma(const RowTile& row, int width, const Weights& by, std::uint8_t* out) {
  constexpr std::uint32_t kBlackAndRounding = 16 * 256 + 128;
  for (int x = 0; x < width; ++x) {
    const auto sum = static_cast<std::uint16_t>(row.blue[x] * by.luma[0] + row.green[x] * by.luma[1] +
                                                row.red[x] * by.luma[2] + kBlackAndRounding);
    out[x] = static_cast<std::uint8_t>(sum >> 8U);
  }
}

/// The sum of two neighbours, read as one number: compilers make one vector load of it.
std::uint16_t pair_sum(const std::uint8_t* samples) {
  std::uint16_t both = 0;
  std::memcpy(&both, samples, sizeof both);
  return static_cast<std::uint16_t>((both & 0xFFU) + (both >> 8U));
}

void write_chroma(const RowTile& upper, const RowTile& lower, int samples, const Weights& by, std::uint8_t* u,
                  std::uint8_t* v) {
  const auto level = [](int blue, int green, int red, const std::array<std::int16_t, 3>& weights) {
    const auto sum = static_cast<std::int16_t>(blue * weights[0] + green * weights[1] + red * weights[2] + 128);
    return static_cast<std::uint8_t>((sum >> 8) + 128);
  };
  for (int i = 0; i < samples; ++i) {
    const auto mean = [i](const Samples& above, const Samples& below) {
      const int sum = pair_sum(above.data() + std::ptrdiff_t{2} * i) + pair_sum(below.data() + std::ptrdiff_t{2} * i);
      return static_cast<std::int16_t>((sum + 2) >> 2);
    };
    const std::int16_t blue = mean(upper.blue, lower.blue);
    const std::int16_t green = mean(upper.green, lower.green);
    const std::int16_t red = mean(upper.red, lower.red);
    u[i] = level(blue, green, red, by.u);
    v[i] = level(blue, green, red, by.v);
  }
}

}  // namespace

void to_i420(const vision::ImageView& bgr, YuvEncoding::Matrix matrix, const I420Planes& target) {
  const Weights by = weights_of(matrix);
  const vision::ImageLayout& layout = bgr.layout;
  std::array<RowTile, 2> rows;  // NOLINT(*-member-init): written before it is read
  for (int y = 0; y < layout.height; y += 2) {
    for (int x = 0; x < layout.width; x += kTileWidth) {
      const int width = std::min(kTileWidth, layout.width - x);
      const int padded = (width + 1) & ~1;
      for (int line = 0; line < 2; ++line) {
        const int source = std::min(y + line, layout.height - 1);
        split_row(bgr.planes[0] + source * bgr.strides[0] + std::ptrdiff_t{3} * x, width, rows[line]);
        write_luma(rows[line], padded, by, target.planes[0] + (y + line) * target.strides[0] + x);
      }
      write_chroma(rows[0], rows[1], padded / 2, by, target.planes[1] + (y / 2) * target.strides[1] + x / 2,
                   target.planes[2] + (y / 2) * target.strides[2] + x / 2);
    }
  }
}

}  // namespace brigade::stages
