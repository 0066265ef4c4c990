#include "models/letterbox.hpp"

#include "tests/models/allocations.hpp"
#include "tests/models/random_image.hpp"
#include "tests/models/reference_letterbox.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <pthreadpool.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <span>
#include <utility>
#include <vector>

using namespace brigade::models;
using brigade::tests::RandomImage;
using brigade::tests::reference_letterbox;
using brigade::vision::ImageLayout;
using brigade::vision::ImageView;
using brigade::vision::PixelFormat;
using brigade::vision::YuvEncoding;

namespace {

constexpr std::array kFormats{PixelFormat::i420, PixelFormat::nv12, PixelFormat::bgr, PixelFormat::rgb,
                              PixelFormat::rgba};

constexpr Preprocessing kPlain{};
constexpr Preprocessing kNormalised{
    .order = ChannelOrder::bgr, .mean = {103.53F, 116.28F, 123.675F}, .standard_deviation = {57.375F, 57.12F, 58.395F}};

std::vector<float> letterboxed(const ImageView& image, int width, int height, const Preprocessing& preprocessing) {
  std::vector<float> input(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, -1e9F);
  Letterbox(width, height, preprocessing).apply(image, input);
  return input;
}

struct Difference {
  double greatest = 0;
  double mean = 0;
};

/// In units of an 8 bit pixel.
Difference difference(const std::vector<float>& a, const std::vector<float>& b, const Preprocessing& preprocessing) {
  REQUIRE(a.size() == b.size());
  Difference result;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double levels = std::abs(a[i] - b[i]) * preprocessing.standard_deviation[i % 3];
    result.greatest = std::max(result.greatest, levels);
    result.mean += levels / static_cast<double>(a.size());
  }
  return result;
}

/// Rows are blended with weights of 8 bits, so a sample between black and white may be off by half a level; the YUV
/// matrices enlarge that to two and a half.
double tolerance(PixelFormat format) { return format == PixelFormat::i420 || format == PixelFormat::nv12 ? 2.5 : 0.51; }

void check_against_reference(const ImageLayout& layout, std::pair<int, int> input, const Preprocessing& preprocessing,
                             int gap = 0) {
  CAPTURE(static_cast<int>(layout.format), layout.width, layout.height, input.first, input.second, gap);
  const RandomImage image(layout, 7, gap);
  const auto expected = reference_letterbox(image.view(), input.first, input.second, preprocessing);
  const auto found = letterboxed(image.view(), input.first, input.second, preprocessing);
  const Difference off = difference(found, expected, preprocessing);
  CHECK(off.greatest < tolerance(layout.format));
  CHECK(off.mean < 0.2);
}

}  // namespace

TEST_CASE("the letterbox equals a plain bilinear resize for every format and size") {
  const PixelFormat format = GENERATE(from_range(kFormats));
  const auto [width, height] = GENERATE(table<int, int>({{1, 1},
                                                         {1, 2},
                                                         {2, 1},
                                                         {3, 3},
                                                         {1, 200},
                                                         {301, 1},
                                                         {5, 7},
                                                         {64, 64},
                                                         {63, 65},
                                                         {127, 31},
                                                         {128, 96},
                                                         {333, 251},
                                                         {640, 360}}));
  check_against_reference({.format = format, .width = width, .height = height}, {64, 64}, kPlain);
}

TEST_CASE("rows that are longer than their pixels are read by their stride") {
  const PixelFormat format = GENERATE(from_range(kFormats));
  check_against_reference({.format = format, .width = 101, .height = 57}, {96, 96}, kPlain, 29);
}

TEST_CASE("the letterbox fits inputs that are not square") {
  const PixelFormat format = GENERATE(from_range(kFormats));
  const auto [width, height] = GENERATE(table<int, int>({{160, 32}, {32, 160}, {96, 64}}));
  check_against_reference({.format = format, .width = 99, .height = 66}, {width, height}, kPlain);
}

TEST_CASE("channels are ordered and normalised as the network wants them") {
  const PixelFormat format = GENERATE(from_range(kFormats));
  check_against_reference({.format = format, .width = 99, .height = 66}, {64, 64}, kNormalised);
}

TEST_CASE("both matrices and both ranges of YUV are read") {
  const PixelFormat format = GENERATE(PixelFormat::i420, PixelFormat::nv12);
  const auto matrix = GENERATE(YuvEncoding::Matrix::bt601, YuvEncoding::Matrix::bt709);
  const bool full_range = GENERATE(false, true);
  check_against_reference(
      {.format = format, .width = 99, .height = 66, .yuv = {.matrix = matrix, .full_range = full_range}}, {64, 64},
      kPlain);
}

TEST_CASE("the border is exactly what a black pixel is") {
  const RandomImage wide({.format = PixelFormat::i420, .width = 80, .height = 40}, 3);
  const auto input = letterboxed(wide.view(), 64, 64, kNormalised);
  for (std::size_t i = 0; i < input.size(); ++i) {
    const std::size_t row = i / 3 / 64;
    if (row < 16 || row >= 48) {
      const float black = (0 - kNormalised.mean[i % 3]) / kNormalised.standard_deviation[i % 3];
      REQUIRE(input[i] == black);
    }
  }
}

TEST_CASE("video black and white come out as 0 and 255") {
  const std::vector<std::uint8_t> black{16, 16, 16, 16, 128, 128};
  const std::vector<std::uint8_t> white{235, 235, 235, 235, 128, 128};
  const ImageLayout layout{.format = PixelFormat::i420, .width = 2, .height = 2};
  for (const float value : letterboxed(packed_view(layout, black), 32, 32, kPlain)) {
    REQUIRE(std::abs(value) < 1e-3F);
  }
  for (const float value : letterboxed(packed_view(layout, white), 32, 32, kPlain)) {
    REQUIRE(std::abs(value - 255) < 1e-3F);
  }
}

TEST_CASE("an image that already fits is copied unchanged") {
  const ImageLayout layout{.format = PixelFormat::rgb, .width = 64, .height = 64};
  const RandomImage image(layout, 5);
  const auto input = letterboxed(image.view(), 64, 64, kPlain);
  for (std::size_t i = 0; i < input.size(); ++i) {
    REQUIRE(input[i] == static_cast<float>(image.view().planes[0][i]));
  }
}

TEST_CASE("a letterbox follows a change of the image's layout") {
  Letterbox letterbox(64, 64, kPlain);
  std::vector<float> input(std::size_t{64} * 64 * 3);
  for (const auto& layout : {ImageLayout{.format = PixelFormat::i420, .width = 90, .height = 30},
                             ImageLayout{.format = PixelFormat::rgba, .width = 30, .height = 90},
                             ImageLayout{.format = PixelFormat::i420, .width = 90, .height = 30}}) {
    const RandomImage image(layout, 11);
    letterbox.apply(image.view(), input);
    CHECK(input == letterboxed(image.view(), 64, 64, kPlain));
    CHECK(letterbox.geometry() == letterbox_geometry(layout.width, layout.height, 64, 64));
  }
}

TEST_CASE("every tensor gets its border, also the one that is filled after another") {
  const RandomImage image({.format = PixelFormat::nv12, .width = 90, .height = 31}, 12);
  const auto expected = letterboxed(image.view(), 64, 64, kNormalised);
  Letterbox letterbox(64, 64, kNormalised);
  std::vector<float> first(expected.size(), -1e9F);
  std::vector<float> second(expected.size(), -1e9F);
  for (std::vector<float>* tensor : {&first, &second, &first}) {
    letterbox.apply(image.view(), *tensor);
    CHECK(*tensor == expected);
  }
}

TEST_CASE("a letterbox writes nothing past the tensor, whatever the width") {
  const PixelFormat format = GENERATE(from_range(kFormats));
  const int width = GENERATE(range(57, 65));
  const RandomImage image({.format = format, .width = width, .height = 64}, 13);
  std::vector<float> input(std::size_t{64} * 64 * 3 + 8, -1e9F);
  Letterbox(64, 64, kPlain).apply(image.view(), std::span(input).first(std::size_t{64} * 64 * 3));
  CHECK(std::ranges::count(input, -1e9F) == 8);
}

TEST_CASE("rows that several threads share out are those of one thread") {
  const PixelFormat format = GENERATE(from_range(kFormats));
  const RandomImage image({.format = format, .width = 131, .height = 77}, 14);
  const std::unique_ptr<pthreadpool, decltype(&pthreadpool_destroy)> threads(pthreadpool_create(3),
                                                                             pthreadpool_destroy);
  Letterbox letterbox(96, 96, kNormalised, threads.get());
  std::vector<float> input(std::size_t{96} * 96 * 3, -1e9F);
  letterbox.apply(image.view(), input);
  CHECK(input == letterboxed(image.view(), 96, 96, kNormalised));
}

TEST_CASE("a letterbox allocates nothing while the layout stays") {
  const PixelFormat format = GENERATE(from_range(kFormats));
  const RandomImage image({.format = format, .width = 99, .height = 66}, 1);
  const ImageView view = image.view();
  std::vector<float> input(std::size_t{64} * 64 * 3);
  Letterbox letterbox(64, 64, kPlain);
  letterbox.apply(view, input);
  const auto before = brigade::tests::allocations();
  letterbox.apply(view, input);
  CHECK(brigade::tests::allocations() == before);
}
