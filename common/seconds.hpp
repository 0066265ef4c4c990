#pragma once

#include <chrono>

namespace brigade {

/// A time as a number of seconds.
[[nodiscard]] constexpr double seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace brigade
