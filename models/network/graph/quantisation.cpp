#include "models/network/graph/quantisation.hpp"

#include <algorithm>
#include <cmath>

namespace brigade::models::network {

namespace {

/// Below it a scale is no normal float any more once it is multiplied by another.
constexpr float kSmallestScale = 1e-10F;

}  // namespace

Quantisation quantisation_for(Range range) {
  const float low = std::min(range.low, 0.0F);
  const float high = std::max(range.high, 0.0F);
  const float scale = std::max((high - low) / (Quantisation::kMost - Quantisation::kLeast), kSmallestScale);
  const auto zero_point = static_cast<int>(std::nearbyint(Quantisation::kLeast - low / scale));
  return {.scale = scale, .zero_point = std::clamp(zero_point, Quantisation::kLeast, Quantisation::kMost)};
}

std::int8_t quantised_weight(float weight, float scale) {
  constexpr float kMost = kMostWeight;
  return static_cast<std::int8_t>(std::clamp(std::nearbyint(weight / scale), -kMost, kMost));
}

}  // namespace brigade::models::network
