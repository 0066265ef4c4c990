#include "pipeline/metrics_json.hpp"

#include "pipeline/milliseconds.hpp"

#include <cstddef>
#include <string>

namespace brigade::pipeline {
namespace {

nlohmann::ordered_json drops_by_cause(const StageSummary& stage) {
  nlohmann::ordered_json drops;
  for (std::size_t i = 0; i < kDropCauses; ++i) {
    const auto cause = static_cast<DropCause>(i);
    drops[std::string(name_of(cause))] = stage.drops_by(cause);
  }
  return drops;
}

}  // namespace

nlohmann::ordered_json to_json(const DurationSummary& durations) {
  return {{"count", durations.count},           {"mean", milliseconds(durations.mean)},
          {"p50", milliseconds(durations.p50)}, {"p90", milliseconds(durations.p90)},
          {"p99", milliseconds(durations.p99)}, {"max", milliseconds(durations.max)}};
}

nlohmann::ordered_json to_json(const StageSummary& stage) {
  return {{"name", stage.name},
          {"in", stage.in},
          {"out", stage.out},
          {"drops", drops_by_cause(stage)},
          {"frames_per_second", stage.throughput()},
          {"utilisation", stage.utilisation()},
          {"service_ms", to_json(stage.service)},
          {"wait_ms", to_json(stage.wait)},
          {"busy_ms", milliseconds(stage.busy)},
          {"blocked_ms", milliseconds(stage.blocked)},
          {"queue_depth", {{"mean", stage.queue_depth_mean}, {"max", stage.queue_depth_max}}}};
}

nlohmann::ordered_json to_json(std::span<const StageSummary> stages) {
  auto rows = nlohmann::ordered_json::array();
  for (const StageSummary& stage : stages) {
    rows.push_back(to_json(stage));
  }
  return rows;
}

}  // namespace brigade::pipeline
