#pragma once

#include <cstddef>
#include <cstdint>

namespace brigade::models {

/// Two rows of 8-bit samples one above the other, and how much the lower one counts.
struct RowPair {
  const std::uint8_t* upper = nullptr;
  const std::uint8_t* lower = nullptr;
  std::uint16_t lower_weight = 0;  ///< 0..kRowUnit
};

/// What the two weights of a RowPair add up to.
inline constexpr int kRowUnit = 256;

/// A blended sample is `kRowUnit` times the sample, less this: so it fits 16 bits with a sign, which is what vectors
/// multiply in pairs.
inline constexpr int kRowZero = 1 << 15;

/// Blends `count` samples.
void blend_rows(const RowPair& rows, std::int16_t* target, std::size_t count);

/// Blends rows of two channels that take turns (nv12's chroma), `count` samples of each.
void blend_interleaved_rows(const RowPair& rows, std::int16_t* first, std::int16_t* second, std::size_t count);

}  // namespace brigade::models
