#pragma once

#include "common/result.hpp"

#include <chrono>
#include <functional>
#include <vector>

namespace brigade::bench {

/// When each of some runs began, and how long it took.
struct RunTimes {
  std::vector<std::chrono::system_clock::time_point> starts;
  std::vector<double> milliseconds;
};

/// Of runs one after another for about so long, three at least, after an unseen one that fills the caches. Fails where
/// a run does.
[[nodiscard]] Result<RunTimes> time_runs(const std::function<Result<void>()>& run, std::chrono::milliseconds duration);

}  // namespace brigade::bench
