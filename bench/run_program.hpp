#pragma once

#include <cstdio>
#include <cstdlib>
#include <exception>

namespace brigade::bench {

/// The body of a benchmark's `main`: an exception, of memory alone since all else is told by results, ends the program
/// with its sentence.
[[nodiscard]] inline int run_program(int count, char** arguments, int (*program)(int count, char** arguments)) {
  try {
    return program(count, arguments);
  } catch (const std::exception& problem) {
    std::fputs(problem.what(), stderr);
    return EXIT_FAILURE;
  }
}

}  // namespace brigade::bench
