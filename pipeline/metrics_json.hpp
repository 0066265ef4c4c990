#pragma once

#include "pipeline/metrics.hpp"

#include <nlohmann/json.hpp>

#include <span>

/// Metrics in the one vocabulary of report, page and bench; docs/report.md describes every field.
namespace brigade::pipeline {

/// A summary of durations in milliseconds: count, mean, p50, p90, p99, max.
[[nodiscard]] nlohmann::ordered_json to_json(const DurationSummary& durations);

/// The metrics of a stage; times in milliseconds, utilisation 0..1.
[[nodiscard]] nlohmann::ordered_json to_json(const StageSummary& stage);

/// An array, a stage each, in their order.
[[nodiscard]] nlohmann::ordered_json to_json(std::span<const StageSummary> stages);

}  // namespace brigade::pipeline
