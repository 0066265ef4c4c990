#pragma once

#include <cstdint>

namespace brigade::native {

/// Bytes of this process that lie in memory now; 0 where the system does not say.
[[nodiscard]] std::int64_t resident_bytes();

/// The most that there ever were.
[[nodiscard]] std::int64_t peak_resident_bytes();

}  // namespace brigade::native
