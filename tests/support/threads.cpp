#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>

namespace brigade::tests {
namespace {

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
constexpr bool kThreads = false;
#else
constexpr bool kThreads = true;
#endif

}  // namespace

void require_threads() {
  if (!kThreads) {
    SKIP("this build has no threads");
  }
}

std::vector<bool> with_and_without_threads() {
  return kThreads ? std::vector<bool>{true, false} : std::vector<bool>{false};
}

std::vector<int> thread_counts() { return kThreads ? std::vector<int>{1, 2} : std::vector<int>{1}; }

}  // namespace brigade::tests
