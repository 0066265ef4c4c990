#include "native/report.hpp"

#include "pipeline/metrics_json.hpp"

namespace brigade::native {
namespace {

nlohmann::ordered_json settings(const RunOptions& options, int size, std::string_view policy) {
  return {{"model", options.detector.model},
          {"size", size},
          {"score", options.detector.score},
          {"classes", options.detector.classes},
          {"threads", options.detector.threads},
          {"mode", options.mode},
          {"policy", policy},
          {"every", options.every},
          {"camera_motion", options.camera_motion},
          {"loop", options.loop}};
}

}  // namespace

nlohmann::ordered_json make_report(const RunOptions& options, std::string_view description, int size,
                                   std::string_view policy, const RunSummary& summary) {
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
          {"stages", pipeline::to_json(summary.stages)},
          {"latency_ms", pipeline::to_json(summary.latency)},
          {"staleness_ms", pipeline::to_json(summary.staleness)},
          {"resident_bytes",
           {{"at_frame_100", summary.resident_at_frame_100},
            {"at_end", summary.resident_at_end},
            {"peak", summary.resident_peak}}},
          {"interrupted", summary.interrupted},
          {"error", summary.error ? nlohmann::ordered_json(*summary.error) : nlohmann::ordered_json()}};
}

}  // namespace brigade::native
