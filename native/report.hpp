#pragma once

#include "native/run_options.hpp"
#include "native/run_summary.hpp"

#include <nlohmann/json.hpp>

namespace brigade::native {

/// The report of a run: what was asked for, and what every stage did and cost. docs/report.md describes every field.
[[nodiscard]] nlohmann::ordered_json make_report(const RunOptions& options, std::string_view description, int size,
                                                 std::string_view policy, const RunSummary& summary);

}  // namespace brigade::native
