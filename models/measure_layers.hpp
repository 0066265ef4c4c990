#pragma once

#include "common/result.hpp"
#include "models/network/network.hpp"

#include <chrono>
#include <vector>

namespace brigade::models {

/// When each of some runs began, and how long every operator took in each of them, microseconds, in the order of
/// `Network::operators()`.
struct LayerTimes {
  std::vector<std::chrono::system_clock::time_point> starts;
  std::vector<std::vector<double>> microseconds;
};

/// Of so many runs, at least 1; the input stays as it is. One more goes before to warm the caches. Fails where a run
/// does.
[[nodiscard]] Result<LayerTimes> measure_layers(Network& network, int runs);

}  // namespace brigade::models
