#pragma once

#include "common/result.hpp"
#include "native/bench_command.hpp"

#include <nlohmann/json.hpp>

namespace brigade::native {

/// The least time of every operator of the network over `options.rounds` times ten runs, on an empty input (the time
/// does not depend on the pixels).
[[nodiscard]] Result<nlohmann::ordered_json> bench_layers(const BenchOptions& options, int threads);

}  // namespace brigade::native
