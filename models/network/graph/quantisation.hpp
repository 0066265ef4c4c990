#pragma once

#include "models/network/graph/range.hpp"

#include <cstdint>

namespace brigade::models::network {

/// How values of a channel are rounded to 8 bits: value = scale * (stored - zero_point). (Jacob and others,
/// "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2018.)
struct Quantisation {
  static constexpr int kLeast = 0;   ///< stored
  static constexpr int kMost = 255;  ///< stored

  float scale = 1;     ///< finite, positive
  int zero_point = 0;  ///< kLeast to kMost

  bool operator==(const Quantisation&) const = default;
};

/// The finest quantisation that stores all values of a bounded range, and zero.
[[nodiscard]] Quantisation quantisation_for(Range range);

/// Weights are stored as -kMostWeight to kMostWeight, without a zero point: value = scale * stored.
inline constexpr int kMostWeight = 127;

/// The stored value nearest to a weight.
[[nodiscard]] std::int8_t quantised_weight(float weight, float scale);

}  // namespace brigade::models::network
