#pragma once

#include <chrono>

namespace brigade::pipeline {

/// A duration as tables and reports show it.
[[nodiscard]] inline double milliseconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace brigade::pipeline
