#include "models/network/graph/quantisation.hpp"

#include <algorithm>
#include <cmath>

namespace brigade::models::network {

std::int8_t quantised_weight(float weight, float scale) {
  constexpr float kMost = kMostWeight;
  return static_cast<std::int8_t>(std::clamp(std::nearbyint(weight / scale), -kMost, kMost));
}

}  // namespace brigade::models::network
