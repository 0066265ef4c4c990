#pragma once

#include <cstddef>

namespace brigade::tests {

/// How often this program has asked `operator new` for memory so far, on any thread. Skips the running test,
/// saying so, under ThreadSanitizer, which does not let its operators be replaced.
[[nodiscard]] std::size_t allocations();

}  // namespace brigade::tests
