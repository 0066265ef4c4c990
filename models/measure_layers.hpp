#pragma once

#include "common/result.hpp"
#include "models/network/network.hpp"

#include <vector>

namespace brigade::models {

/// The median time of every operator of the network over so many runs, microseconds, in the order of `operators()`; the
/// input stays as it is. One more run goes before to warm the caches. Fails where a run does.
[[nodiscard]] Result<std::vector<double>> measure_layers(Network& network, int runs);

}  // namespace brigade::models
