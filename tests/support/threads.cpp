#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>

namespace brigade::tests {

void require_threads() {
  if (!kThreads) {
    SKIP("this build has no threads");
  }
}

std::vector<bool> with_and_without_threads() {
  return kThreads ? std::vector<bool>{true, false} : std::vector<bool>{false};
}

}  // namespace brigade::tests
