#pragma once

#include "common/result.hpp"
#include "models/network/network.hpp"

#include <vector>

namespace brigade::models {

/// How long every operator of the network took in each of so many runs, at least 1, microseconds, in the order of
/// `operators()`; the input stays as it is. One more run goes before to warm the caches. Fails where a run does.
[[nodiscard]] Result<std::vector<std::vector<double>>> measure_layers(Network& network, int runs);

}  // namespace brigade::models
