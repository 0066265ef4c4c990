#pragma once

#include <cstdint>

namespace brigade::models::network {

/// An IEEE 754 binary16 value, exactly.
[[nodiscard]] float half_to_float(std::uint16_t half);

}  // namespace brigade::models::network
