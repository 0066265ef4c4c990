#include "stages/render/convert.hpp"

#include "stages/render/to_i420.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace {

using namespace brigade;
using vision::ImageLayout;
using vision::ImageView;
using vision::PixelFormat;
using vision::YuvEncoding;

std::vector<std::uint8_t> random_pixels(std::size_t bytes) {
  std::mt19937 random(7);
  std::vector<std::uint8_t> pixels(bytes);
  std::ranges::generate(pixels, [&] { return static_cast<std::uint8_t>(random()); });
  return pixels;
}

struct Matrix {
  double red = 0;
  double green = 0;
  double blue = 0;
};

Matrix matrix_of(YuvEncoding::Matrix matrix) {
  return matrix == YuvEncoding::Matrix::bt709 ? Matrix{.red = 0.2126, .green = 0.7152, .blue = 0.0722}
                                              : Matrix{.red = 0.299, .green = 0.587, .blue = 0.114};
}

using Levels = std::array<double, 3>;  // blue, green, red

/// The formulas of BT.601 and BT.709, in floating point, a pixel at a time.
Levels reference_pixel(const ImageView& frame, int x, int y) {
  const bool nv12 = frame.layout.format == PixelFormat::nv12;
  const auto at = [&](std::size_t plane, int column, int row) {
    return static_cast<double>(frame.planes[plane][row * frame.strides[plane] + column]);
  };
  const double luma = at(0, x, y);
  const double u = (nv12 ? at(1, x / 2 * 2, y / 2) : at(1, x / 2, y / 2)) - 128;
  const double v = (nv12 ? at(1, x / 2 * 2 + 1, y / 2) : at(2, x / 2, y / 2)) - 128;
  const bool full = frame.layout.yuv.full_range;
  const double grey = full ? luma : (luma - 16) * 255 / 219;
  const double scale = full ? 1 : 255.0 / 224;
  const Matrix by = matrix_of(frame.layout.yuv.matrix);
  const double red = grey + 2 * (1 - by.red) * v * scale;
  const double blue = grey + 2 * (1 - by.blue) * u * scale;
  const double green = grey - (2 * (1 - by.red) * by.red * v + 2 * (1 - by.blue) * by.blue * u) / by.green * scale;
  return {std::clamp(blue, 0.0, 255.0), std::clamp(green, 0.0, 255.0), std::clamp(red, 0.0, 255.0)};
}

}  // namespace

TEST_CASE("i420 and nv12 become bgr as their matrix and range say, to the level") {
  const auto format = GENERATE(PixelFormat::i420, PixelFormat::nv12);
  const auto matrix = GENERATE(YuvEncoding::Matrix::bt601, YuvEncoding::Matrix::bt709);
  const bool full_range = GENERATE(false, true);
  const auto [width, height] = GENERATE(std::pair{64, 48}, std::pair{67, 35}, std::pair{1027, 6}, std::pair{1, 1});
  const ImageLayout layout{
      .format = format, .width = width, .height = height, .yuv = {.matrix = matrix, .full_range = full_range}};
  const std::vector<std::uint8_t> pixels = random_pixels(packed_bytes(layout));
  const ImageView frame = packed_view(layout, pixels);

  cv::Mat bgr;
  stages::to_bgr(frame, bgr);

  REQUIRE(bgr.size() == cv::Size(width, height));
  double largest = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Levels expected = reference_pixel(frame, x, y);
      for (std::size_t channel = 0; channel < 3; ++channel) {
        largest = std::max(largest, std::abs(bgr.ptr(y, x)[channel] - expected[channel]));
      }
    }
  }
  CHECK(largest <= 1.51);  // 1 off the rounded value
}

TEST_CASE("bgr, rgb and rgba become bgr exactly, whatever the distance between rows") {
  struct Case {
    PixelFormat format;
    int bytes;
    std::array<int, 3> order;  // where blue, green and red lie
  };
  const auto [format, bytes, order] =
      GENERATE(Case{PixelFormat::bgr, 3, {0, 1, 2}}, Case{PixelFormat::rgb, 3, {2, 1, 0}},
               Case{PixelFormat::rgba, 4, {2, 1, 0}});
  constexpr int kWidth = 301;
  constexpr int kHeight = 222;
  const std::ptrdiff_t stride = std::ptrdiff_t{kWidth} * bytes + 13;
  const std::vector<std::uint8_t> pixels = random_pixels(static_cast<std::size_t>(stride * kHeight));
  const ImageView frame{
      .layout = {.format = format, .width = kWidth, .height = kHeight}, .planes = {pixels.data()}, .strides = {stride}};

  cv::Mat bgr;
  stages::to_bgr(frame, bgr);

  int wrong = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const std::uint8_t expected = pixels[static_cast<std::size_t>(y * stride + x * bytes + order[channel])];
        wrong += bgr.ptr(y, x)[channel] == expected ? 0 : 1;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("every format becomes rgba as it becomes bgr, opaque") {
  const auto format =
      GENERATE(PixelFormat::i420, PixelFormat::nv12, PixelFormat::bgr, PixelFormat::rgb, PixelFormat::rgba);
  const auto [width, height] = GENERATE(std::pair{64, 48}, std::pair{67, 35}, std::pair{1027, 6}, std::pair{1, 1});
  const ImageLayout layout{.format = format, .width = width, .height = height};
  const std::vector<std::uint8_t> pixels = random_pixels(packed_bytes(layout));
  cv::Mat bgr;
  cv::Mat rgba;
  stages::to_bgr(packed_view(layout, pixels), bgr);
  stages::to_rgba(packed_view(layout, pixels), rgba);
  REQUIRE(rgba.type() == CV_8UC4);
  REQUIRE(rgba.size() == bgr.size());
  int wrong = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::uint8_t* a = rgba.ptr(y, x);
      const std::uint8_t* b = bgr.ptr(y, x);
      wrong += a[0] == b[2] && a[1] == b[1] && a[2] == b[0] && a[3] == 255 ? 0 : 1;
    }
  }
  CHECK(wrong == 0);
  const ImageView view = stages::view_of_rgba(rgba);
  CHECK(view.layout == ImageLayout{.format = PixelFormat::rgba, .width = width, .height = height});
  CHECK(view.planes[0] == rgba.data);
  CHECK(view.strides[0] == 4 * width);
}

TEST_CASE("a mirror turns every row round, and twice is as it was") {
  const int type = GENERATE(CV_8UC3, CV_8UC4);
  const int width = GENERATE(1, 2, 7, 64);
  cv::Mat picture(3, width, type);
  std::ranges::copy(random_pixels(picture.total() * picture.elemSize()), picture.data);
  const cv::Mat before = picture.clone();
  stages::mirror(picture);
  int wrong = 0;
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < width; ++x) {
      wrong +=
          std::equal(picture.ptr(y, x), picture.ptr(y, x) + picture.elemSize(), before.ptr(y, width - 1 - x)) ? 0 : 1;
    }
  }
  CHECK(wrong == 0);
  stages::mirror(picture);
  CHECK(cv::norm(picture, before, cv::NORM_INF) == 0);
}

TEST_CASE("the canvas keeps its memory from frame to frame") {
  const ImageLayout layout{.width = 64, .height = 48};
  const std::vector<std::uint8_t> pixels = random_pixels(packed_bytes(layout));
  cv::Mat bgr;
  stages::to_bgr(packed_view(layout, pixels), bgr);
  const std::uint8_t* const memory = bgr.data;
  stages::to_bgr(packed_view(layout, pixels), bgr);
  CHECK(bgr.data == memory);
  const ImageView view = stages::view_of_bgr(bgr);
  CHECK(view.layout == ImageLayout{.format = PixelFormat::bgr, .width = 64, .height = 48});
  CHECK(view.planes[0] == memory);
  CHECK(view.strides[0] == 192);
}

TEST_CASE("bgr becomes i420 as the matrix says, an odd edge repeated") {
  const auto matrix = GENERATE(YuvEncoding::Matrix::bt601, YuvEncoding::Matrix::bt709);
  const auto [width, height] = GENERATE(std::pair{64, 48}, std::pair{67, 35}, std::pair{2051, 4}, std::pair{1, 1});
  const int even_width = (width + 1) / 2 * 2;
  const int even_height = (height + 1) / 2 * 2;
  const ImageLayout layout{.format = PixelFormat::bgr, .width = width, .height = height};
  const std::vector<std::uint8_t> pixels = random_pixels(packed_bytes(layout));
  const ImageLayout to{.width = even_width, .height = even_height};
  std::vector<std::uint8_t> planes(packed_bytes(to));
  const auto luma = static_cast<std::ptrdiff_t>(even_width) * even_height;
  const stages::I420Planes target{.planes = {planes.data(), planes.data() + luma, planes.data() + luma + luma / 4},
                                  .strides = {even_width, even_width / 2, even_width / 2}};

  stages::to_i420(packed_view(layout, pixels), matrix, target);

  const Matrix by = matrix_of(matrix);
  const auto pixel = [&](int x, int y) {
    const auto row = static_cast<std::size_t>(std::min(y, height - 1));
    const auto column = static_cast<std::size_t>(std::min(x, width - 1));
    const std::span at = std::span(pixels).subspan((row * static_cast<std::size_t>(width) + column) * 3, 3);
    return Levels{static_cast<double>(at[0]), static_cast<double>(at[1]), static_cast<double>(at[2])};
  };
  const auto grey = [&](const Levels& p) { return by.blue * p[0] + by.green * p[1] + by.red * p[2]; };
  double largest = 0;
  for (int y = 0; y < even_height; ++y) {
    for (int x = 0; x < even_width; ++x) {
      const double expected = 16 + grey(pixel(x, y)) * 219 / 255;
      largest = std::max(largest, std::abs(target.planes[0][y * even_width + x] - expected));
    }
  }
  for (int y = 0; y < even_height; y += 2) {
    for (int x = 0; x < even_width; x += 2) {
      Levels mean{};
      for (std::size_t c = 0; c < 3; ++c) {
        mean[c] = (pixel(x, y)[c] + pixel(x + 1, y)[c] + pixel(x, y + 1)[c] + pixel(x + 1, y + 1)[c]) / 4;
      }
      const double u = 128 + (mean[0] - grey(mean)) / (2 * (1 - by.blue)) * 224 / 255;
      const double v = 128 + (mean[2] - grey(mean)) / (2 * (1 - by.red)) * 224 / 255;
      const std::ptrdiff_t at = y / 2 * (even_width / 2) + x / 2;
      largest = std::max({largest, std::abs(target.planes[1][at] - u), std::abs(target.planes[2][at] - v)});
    }
  }
  CHECK(largest <= 1.5);
}

TEST_CASE("black, white and grey have no colour in i420") {
  for (const int level : {0, 128, 255}) {
    const ImageLayout layout{.format = PixelFormat::bgr, .width = 2, .height = 2};
    const std::vector<std::uint8_t> pixels(packed_bytes(layout), static_cast<std::uint8_t>(level));
    std::array<std::uint8_t, 6> planes{};
    stages::to_i420(packed_view(layout, pixels), YuvEncoding::Matrix::bt601,
                    {.planes = {planes.data(), planes.data() + 4, planes.data() + 5}, .strides = {2, 1, 1}});
    CHECK(std::abs(planes[0] - (16 + level * 219 / 255)) <= 1);
    CHECK(planes[4] == 128);
    CHECK(planes[5] == 128);
  }
}
