#include "models/network/reader/half.hpp"

#include <bit>
#include <cstddef>
#include <cstring>

namespace brigade::models::network {

namespace {

/// Without a branch, so that a loop over it becomes vectors.
inline float widened(std::uint32_t half) {
  constexpr std::uint32_t kExponentOne = 1U << 23U;
  constexpr std::uint32_t kBias = (127 - 15) * kExponentOne;
  // Exponent and fraction at the places where a float has them.
  const std::uint32_t magnitude = (half & 0x7FFFU) << 13U;
  // Infinity and NaN keep an exponent of ones.
  const std::uint32_t normal = magnitude + (magnitude < 31 * kExponentOne ? kBias : 2 * kBias);
  // Subnormal halves have no implied leading one: it is given to them and taken away again.
  const float subnormal = std::bit_cast<float>(magnitude + kBias + kExponentOne) - 0x1p-14F;
  const std::uint32_t bits = magnitude < kExponentOne ? std::bit_cast<std::uint32_t>(subnormal) : normal;
  return std::bit_cast<float>(bits | (half & 0x8000U) << 16U);
}

}  // namespace

float half_to_float(std::uint16_t half) { return widened(half); }

void halves_to_floats(const std::uint8_t* halves, std::span<float> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::uint16_t half = 0;
    std::memcpy(&half, halves + sizeof half * i, sizeof half);
    values[i] = widened(half);
  }
}

}  // namespace brigade::models::network
