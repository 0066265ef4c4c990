#pragma once

#include "models/preprocessing.hpp"
#include "vision/image.hpp"

#include <array>

namespace brigade::models {

/// An affine map from an image's three channels (0..255; Y, U, V or the colours in the format's order) to those of a
/// network's input, and the limits that black and full colour are there.
struct ColourTransform {
  std::array<std::array<float, 3>, 3> matrix{};  ///< a row for each channel of the network's input
  std::array<float, 3> offset{};
  std::array<float, 3> black{};
  std::array<float, 3> full{};
};

/// Colours of that encoding, normalised as the network wants them. Of `layout` only format and encoding count.
/// YUV is read as in ITU-T H.273; the matrix takes colour differences and normalisation in one step.
[[nodiscard]] ColourTransform colour_transform(const vision::ImageLayout& layout, const Preprocessing& preprocessing);

}  // namespace brigade::models
