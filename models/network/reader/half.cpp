#include "models/network/reader/half.hpp"

#include <cmath>
#include <limits>

namespace brigade::models::network {

float half_to_float(std::uint16_t half) {
  const float sign = (half & 0x8000U) != 0 ? -1.0F : 1.0F;
  const int exponent = static_cast<int>((half >> 10U) & 0x1FU);
  const auto fraction = static_cast<float>(half & 0x3FFU);
  if (exponent == 31) {
    return fraction == 0 ? sign * std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
  }
  // Subnormal halves have no implied leading one and the exponent of the smallest normal ones.
  return exponent == 0 ? sign * std::ldexp(fraction, -24) : sign * std::ldexp(fraction + 1024.0F, exponent - 25);
}

}  // namespace brigade::models::network
