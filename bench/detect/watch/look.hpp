#pragma once

#include <chrono>

namespace brigade::bench {

/// One look at a core.
struct Look {
  std::chrono::system_clock::time_point at;
  int core = 0;
  double microseconds = 0;  ///< that a few multiply-adds took
};

/// Looks at the core that the calling thread runs on, which takes some 10 microseconds: how long a loop of
/// multiply-adds takes that needs no memory. Longer than usual, and the core shares its units with somebody else, as
/// virtual ones do with other guests of their host, or runs at a lower clock. Of three times the least, so that an
/// interrupt does not count. `core`: what the look says.
[[nodiscard]] Look look_at(int core);

}  // namespace brigade::bench
