#pragma once

#include <chrono>

namespace brigade::bench {

/// One look at a core.
struct Look {
  std::chrono::system_clock::time_point at;
  int core = 0;
  double microseconds = 0;  ///< that the loop took
};

/// Looks at the core that the calling thread runs on, which takes some 10 microseconds: how long a loop takes that has
/// as many instructions a cycle as a core can begin, and needs no memory but the nearest cache. Longer than usual, and
/// the core shares its units with somebody else, as virtual ones do with other guests of their host, or runs at a lower
/// clock. Of three times the least, so that an interrupt does not count. `core`: what the look says.
[[nodiscard]] Look look_at(int core);

}  // namespace brigade::bench
