#pragma once

#include "common/result.hpp"
#include "native/bench_command.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace brigade::native {

/// Rounds of: the detector alone on frames that lie in memory; the pipeline rendering to nothing and to a video, with
/// one detector and with several side by side; the
/// same stages taking turns. Medians over the rounds; ratios of medians.
[[nodiscard]] Result<nlohmann::ordered_json> bench_pipeline(const BenchOptions& options, int threads);

/// The same for people.
[[nodiscard]] std::string format_pipeline_bench(const nlohmann::ordered_json& results);

}  // namespace brigade::native
