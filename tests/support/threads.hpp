#pragma once

#include <vector>

namespace brigade::tests {

// A build can start threads, but for the web without shared memory.

/// Skips the running test, saying so, in a build without threads.
void require_threads();

/// For tests of what holds with threads (true) as well as without (false): both, or the latter alone in a build without
/// threads.
[[nodiscard]] std::vector<bool> with_and_without_threads();

/// Counts of threads for tests of what holds with any: 1 and 2, or 1 alone in a build without threads.
[[nodiscard]] std::vector<int> thread_counts();

}  // namespace brigade::tests
