#pragma once

#include "common/result.hpp"

#include <chrono>
#include <functional>
#include <vector>

namespace brigade::bench {

/// How long each run took, milliseconds: first unseen ones for half of `duration` (caches fill, a browser compiles at
/// its best), then those that count for all of it, three at least. Fails where a run does.
[[nodiscard]] Result<std::vector<double>> time_runs(const std::function<Result<void>()>& run,
                                                    std::chrono::milliseconds duration);

}  // namespace brigade::bench
