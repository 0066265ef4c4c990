#pragma once

#include <limits>

namespace brigade::models::network {

/// Bounds that values are clamped to.
struct Range {
  float low = -std::numeric_limits<float>::infinity();
  float high = std::numeric_limits<float>::infinity();

  [[nodiscard]] bool unbounded() const {
    return low == -std::numeric_limits<float>::infinity() && high == std::numeric_limits<float>::infinity();
  }
};

}  // namespace brigade::models::network
