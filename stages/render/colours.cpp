#include "stages/render/colours.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace brigade::stages {
namespace {

struct LinearColour {
  double red = 0;
  double green = 0;
  double blue = 0;
};

/// Ottosson's matrices; the result may lie outside what sRGB can show.
LinearColour linear_from_oklch(double lightness, double chroma, double hue) {
  const double a = chroma * std::cos(hue);
  const double b = chroma * std::sin(hue);
  const auto cube = [](double value) { return value * value * value; };
  const double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
  const double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
  const double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
  return {.red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
          .green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
          .blue = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

bool in_gamut(const LinearColour& colour) {
  const auto shown = [](double value) { return value >= 0 && value <= 1; };
  return shown(colour.red) && shown(colour.green) && shown(colour.blue);
}

/// sRGB's transfer function (IEC 61966-2-1), to 8 bits.
std::uint8_t encode(double linear) {
  const double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
  return static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0)));
}

double decode(std::uint8_t level) {
  const double value = level / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

/// The most vivid colour of that lightness and hue that sRGB can show.
Colour vivid_colour(double lightness, double hue) {
  double shown = 0;
  double beyond = 0.25;
  for (int step = 0; step < 8; ++step) {
    const double chroma = (shown + beyond) / 2;
    (in_gamut(linear_from_oklch(lightness, chroma, hue)) ? shown : beyond) = chroma;
  }
  const LinearColour colour = linear_from_oklch(lightness, shown, hue);
  return {.red = encode(colour.red), .green = encode(colour.green), .blue = encode(colour.blue)};
}

}  // namespace

Colour colour_of(std::int64_t id) {
  // Multiples of the golden ratio modulo 1, in exact integer arithmetic so that large ids keep their distance too.
  constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15;
  const std::uint64_t turn = static_cast<std::uint64_t>(id) * kGoldenRatio;
  const double hue = 2 * std::numbers::pi * std::ldexp(static_cast<double>(turn), -64);
  // Light enough to stand out of a dark scene; the dark halo keeps them apart from a light one.
  constexpr std::array<double, 3> kLightness{0.78, 0.68, 0.86};
  return vivid_colour(kLightness[static_cast<std::uint64_t>(id) % kLightness.size()], hue);
}

double relative_luminance(Colour colour) {
  return 0.2126 * decode(colour.red) + 0.7152 * decode(colour.green) + 0.0722 * decode(colour.blue);
}

double contrast_ratio(Colour a, Colour b) {
  const double first = relative_luminance(a) + 0.05;
  const double second = relative_luminance(b) + 0.05;
  return std::max(first, second) / std::min(first, second);
}

Colour text_colour_on(Colour plate) {
  constexpr Colour kBlack{};
  constexpr Colour kWhite{.red = 255, .green = 255, .blue = 255};
  return contrast_ratio(kBlack, plate) >= contrast_ratio(kWhite, plate) ? kBlack : kWhite;
}

}  // namespace brigade::stages
