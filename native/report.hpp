#pragma once

#include "native/pipeline_run.hpp"
#include "native/run_options.hpp"

#include <nlohmann/json.hpp>

namespace brigade::native {

/// The report of a run: what was asked for, and what every stage did and cost. docs/report.md describes every field.
[[nodiscard]] nlohmann::ordered_json make_report(const RunOptions& options, const PipelineRun& run);

}  // namespace brigade::native
