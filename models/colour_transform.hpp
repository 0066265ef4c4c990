#pragma once

#include "models/preprocessing.hpp"
#include "vision/image.hpp"

#include <array>
#include <span>
#include <vector>

namespace brigade::models {

/// An affine map from an image's three channels (Y, U, V or R, G, B; 0..255) to those of a network's input, and the
/// limits that black and full colour are there.
struct ColourTransform {
  std::array<std::array<float, 3>, 3> matrix{};  ///< a row for each channel of the network's input
  std::array<float, 3> offset{};
  std::array<float, 3> black{};
  std::array<float, 3> full{};
};

/// Colours of that encoding, normalised as the network wants them. Of `layout` only format and encoding count.
/// YUV is read as in ITU-T H.273; the matrix takes colour differences and normalisation in one step.
[[nodiscard]] ColourTransform colour_transform(const vision::ImageLayout& layout, const Preprocessing& preprocessing);

/// Transforms a row: three channels of as many values each, to interleaved pixels at `target`.
void transform_row(const ColourTransform& transform, const std::array<std::vector<float>, 3>& channels, float* target);

}  // namespace brigade::models
