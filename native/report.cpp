#include "native/report.hpp"

#include "native/milliseconds.hpp"

#include <cstddef>

namespace brigade::native {
namespace {

nlohmann::ordered_json drops_by_cause(const pipeline::StageSummary& stage) {
  nlohmann::ordered_json drops;
  for (std::size_t i = 0; i < pipeline::kDropCauses; ++i) {
    const auto cause = static_cast<pipeline::DropCause>(i);
    drops[std::string(pipeline::name_of(cause))] = stage.drops_by(cause);
  }
  return drops;
}

nlohmann::ordered_json settings(const RunOptions& options, int size, std::string_view policy) {
  return {{"model", options.detector.model},
          {"size", size},
          {"score", options.detector.score},
          {"classes", options.detector.classes},
          {"threads", options.detector.threads},
          {"mode", options.mode},
          {"policy", policy},
          {"every", options.every},
          {"loop", options.loop}};
}

}  // namespace

nlohmann::ordered_json to_json(const pipeline::DurationSummary& durations) {
  return {{"count", durations.count},           {"mean", milliseconds(durations.mean)},
          {"p50", milliseconds(durations.p50)}, {"p90", milliseconds(durations.p90)},
          {"p99", milliseconds(durations.p99)}, {"max", milliseconds(durations.max)}};
}

nlohmann::ordered_json to_json(const pipeline::StageSummary& stage) {
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

nlohmann::ordered_json make_report(const RunOptions& options, std::string_view description, int size,
                                   std::string_view policy, const RunSummary& summary) {
  auto stages = nlohmann::ordered_json::array();
  for (const auto& stage : summary.stages) {
    stages.push_back(to_json(stage));
  }
  const auto* slowest = pipeline::slowest(summary.stages);
  return {{"brigade", BRIGADE_VERSION},
          {"input", options.input},
          {"source", description},
          {"settings", settings(options, size, policy)},
          {"frames", summary.frames()},
          {"seconds", summary.seconds},
          {"frames_per_second", summary.frames_per_second()},
          {"objects", summary.objects},
          {"slowest_stage", slowest != nullptr ? nlohmann::ordered_json(slowest->name) : nlohmann::ordered_json()},
          {"stages", stages},
          {"latency_ms", to_json(summary.latency)},
          {"staleness_ms", to_json(summary.staleness)},
          {"resident_bytes",
           {{"at_frame_100", summary.resident_at_frame_100},
            {"at_end", summary.resident_at_end},
            {"peak", summary.resident_peak}}},
          {"interrupted", summary.interrupted},
          {"error", summary.error ? nlohmann::ordered_json(*summary.error) : nlohmann::ordered_json()}};
}

}  // namespace brigade::native
