#pragma once

#include <cstddef>

namespace brigade::tests {

/// How often this program has asked `operator new` for memory so far, on any thread.
[[nodiscard]] std::size_t allocations();

}  // namespace brigade::tests
