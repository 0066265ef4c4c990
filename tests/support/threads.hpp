#pragma once

#include <vector>

namespace brigade::tests {

/// Whether this build can start threads; for the web without shared memory it cannot.
#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
inline constexpr bool kThreads = false;
#else
inline constexpr bool kThreads = true;
#endif

/// Skips the running test, saying so, in a build without threads.
void require_threads();

/// For tests of what holds with threads (true) as well as without (false): both, or the latter alone in a build without
/// threads.
[[nodiscard]] std::vector<bool> with_and_without_threads();

/// Counts of threads for tests of what holds with any: 1 and 2, or 1 alone in a build without threads.
[[nodiscard]] std::vector<int> thread_counts();

}  // namespace brigade::tests
