#include "stages/render/colours.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

using namespace brigade::stages;
using Catch::Matchers::WithinAbs;

namespace {

/// Distance in CIE L*a*b*, where 2.3 is just noticeable.
double distance(Colour a, Colour b) {
  const auto lab = [](Colour colour) {
    const auto linear = [](std::uint8_t level) {
      const double value = level / 255.0;
      return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    const double r = linear(colour.red);
    const double g = linear(colour.green);
    const double b2 = linear(colour.blue);
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * r + 0.3576 * g + 0.1805 * b2) / 0.9505);
    const double y = f(0.2126 * r + 0.7152 * g + 0.0722 * b2);
    const double z = f((0.0193 * r + 0.1192 * g + 0.9505 * b2) / 1.089);
    return std::array<double, 3>{116 * y - 16, 500 * (x - y), 200 * (y - z)};
  };
  const auto p = lab(a);
  const auto q = lab(b);
  return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

/// What the black rim, of opacity 0.6, makes of a background.
Colour under_halo(Colour background) {
  const auto dark = [](std::uint8_t level) { return static_cast<std::uint8_t>(level * 2 / 5); };
  return {.red = dark(background.red), .green = dark(background.green), .blue = dark(background.blue)};
}

}  // namespace

TEST_CASE("ids that appear together have colours that differ clearly") {
  for (std::int64_t id = 0; id < 500; ++id) {
    for (std::int64_t other = id + 1; other < id + 6; ++other) {
      INFO(id << " and " << other);
      CHECK(distance(colour_of(id), colour_of(other)) > 15);
    }
  }
}

TEST_CASE("large and negative ids have colours of their own") {
  CHECK(distance(colour_of(INT64_MAX), colour_of(INT64_MAX - 1)) > 15);
  CHECK(distance(colour_of(-1), colour_of(-2)) > 15);
  CHECK(colour_of(INT64_MIN) == colour_of(INT64_MIN));
}

TEST_CASE("text on a plate of any id's colour is readable") {
  for (std::int64_t id = 0; id < 2000; ++id) {
    const Colour plate = colour_of(id);
    CHECK(contrast_ratio(text_colour_on(plate), plate) >= 4.5);
  }
}

TEST_CASE("a line with its halo stands out of any background, its own colour too") {
  for (std::int64_t id = 0; id < 200; ++id) {
    const Colour line = colour_of(id);
    for (int step = 0; step < 64; ++step) {
      const auto level = [step](int digit) { return static_cast<std::uint8_t>((step >> (2 * digit)) % 4 * 85); };
      for (const Colour background : {Colour{.red = level(0), .green = level(1), .blue = level(2)}, line}) {
        const double against_background = contrast_ratio(line, background);
        const double against_halo = contrast_ratio(line, under_halo(background));
        CHECK(std::max(against_background, against_halo) >= 2);
      }
    }
  }
}

TEST_CASE("luminance and contrast are those of WCAG 2.1") {
  constexpr Colour kWhite{.red = 255, .green = 255, .blue = 255};
  CHECK_THAT(contrast_ratio({}, kWhite), WithinAbs(21, 1e-9));
  CHECK_THAT(contrast_ratio(kWhite, kWhite), WithinAbs(1, 1e-9));
  CHECK_THAT(relative_luminance({.red = 119, .green = 119, .blue = 119}), WithinAbs(0.1845, 1e-4));
  // The grey that is known to pass the limit of 4.5 on white by a hair.
  CHECK_THAT(contrast_ratio({.red = 118, .green = 118, .blue = 118}, kWhite), WithinAbs(4.54, 0.005));
}
