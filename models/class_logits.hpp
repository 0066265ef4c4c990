#pragma once

#include "models/network/network.hpp"

#include <limits>

namespace brigade::models {

/// What a network says of the classes: height x width x classes. Where its output is searched, not all of it need be
/// there.
struct ClassLogits {
  static constexpr float kNone = -std::numeric_limits<float>::infinity();

  TensorView logits;
  TensorView largest = {};   ///< Network::largest_values of it; empty: all of it is there
  float least_kept = kNone;  ///< Network::least_kept of it

  /// Minus infinity where it is not there, as it is less than `least_kept`.
  [[nodiscard]] float at(int row, int column, int category) const {
    const bool there = largest.values.empty() || !(*largest.at(row, column / kSearchedPixels) < least_kept);
    return there ? logits.at(row, column)[category] : kNone;
  }
};

}  // namespace brigade::models
