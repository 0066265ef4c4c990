#pragma once

#include <cstdint>
#include <span>

namespace brigade::models::network {

/// An IEEE 754 binary16 value, exactly.
[[nodiscard]] float half_to_float(std::uint16_t half);

/// `values.size()` of them from `halves` on, which need not be aligned.
void halves_to_floats(const std::uint8_t* halves, std::span<float> values);

}  // namespace brigade::models::network
