#pragma once

#include "models/blend_rows.hpp"
#include "models/colour_transform.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace brigade::models {

/// Where the columns of a resized row come from: column i is the blend of two neighbouring samples, the left one at
/// `places[i]` of the row. Both vectors are filled up with any valid values to a multiple of kColumnsAtOnce.
struct ColumnSampling {
  struct Weights {
    std::int16_t left;
    std::int16_t right;
  };
  std::vector<std::int32_t> places;
  std::vector<Weights> weights;  ///< of the two samples; they add up to kColumnUnit
};

inline constexpr int kColumnUnit = 1 << 14;
inline constexpr std::size_t kColumnsAtOnce = 4;

/// Samples that may be read past the end of a row.
inline constexpr std::size_t kRowSlack = 8;

/// The same transform for samples as they come out of resizing here: integers of a larger unit and another zero.
[[nodiscard]] ColourTransform of_resized_samples(ColourTransform transform);

/// Resizes a row of three channels apart, each as blend_rows leaves it, to `count` pixels of the network's input at
/// `target`, channels fastest. `transform`: see of_resized_samples; likewise below.
void resize_planar_row(const std::array<const std::int16_t*, 3>& channels, const std::array<ColumnSampling, 3>& columns,
                       const ColourTransform& transform, float* target, std::size_t count);

/// The same for a row whose pixels hold their channels side by side, `step` samples from a pixel to the next. Of the
/// transform's matrix each row has one factor alone: channels may be swapped and scaled, not mixed.
void resize_packed_row(const std::int16_t* pixels, std::ptrdiff_t step, const ColumnSampling& columns,
                       const ColourTransform& transform, float* target, std::size_t count);

}  // namespace brigade::models
