#pragma once

#include <cstdint>

namespace brigade::stages {

/// An opaque colour, sRGB.
struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  friend bool operator==(const Colour&, const Colour&) = default;
};

/// The colour of an id: always the same, vivid, and far from those of the ids next to it. Hues follow each other at the
/// golden angle (no two of neighbouring ids come close), lightness takes turns, both in Oklch, where equal distances
/// look equal (Ottosson, "A perceptual color space for image processing", 2020).
[[nodiscard]] Colour colour_of(std::int64_t id);

/// Relative luminance, 0 (black) to 1 (white), as the Web Content Accessibility Guidelines 2.1 define it.
[[nodiscard]] double relative_luminance(Colour colour);

/// WCAG 2.1's contrast ratio, 1 to 21; text is readable from 4.5 on.
[[nodiscard]] double contrast_ratio(Colour a, Colour b);

/// Black or white, whichever reads better on `plate`; the contrast ratio is at least 4.58.
[[nodiscard]] Colour text_colour_on(Colour plate);

}  // namespace brigade::stages
