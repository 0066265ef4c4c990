#include "native/report.hpp"

#include "pipeline/metrics_json.hpp"

namespace brigade::native {
namespace {

nlohmann::ordered_json settings(const RunOptions& options, const PipelineRun& run) {
  return {{"model", options.detector.model},
          {"size", run.size},
          {"precision", options.detector.precision.name},
          {"score", options.detector.score},
          {"classes", options.detector.classes},
          {"detectors", run.crew.detectors},
          {"threads", run.crew.threads},
          {"mode", options.mode},
          {"policy", run.policy == pipeline::Policy::live ? "live" : "lossless"},
          {"every", options.every},
          {"camera_motion", options.camera_motion},
          {"loop", options.loop}};
}

}  // namespace

nlohmann::ordered_json make_report(const RunOptions& options, const PipelineRun& run) {
  const RunSummary& summary = run.summary;
  const auto* slowest = pipeline::slowest(summary.stages);
  return {{"brigade", BRIGADE_VERSION},
          {"input", options.input},
          {"source", run.source},
          {"settings", settings(options, run)},
          {"frames", summary.frames()},
          {"seconds", summary.seconds},
          {"frames_per_second", summary.frames_per_second()},
          {"objects", summary.objects},
          {"slowest_stage", slowest != nullptr ? nlohmann::ordered_json(slowest->name) : nlohmann::ordered_json()},
          {"stages", pipeline::to_json(summary.stages)},
          {"latency_ms", pipeline::to_json(summary.latency)},
          {"staleness_ms", pipeline::to_json(summary.staleness)},
          {"held_rate",
           run.summary.held ? to_json(*run.summary.held, summary.detect().throughput()) : nlohmann::ordered_json()},
          {"resident_bytes",
           {{"at_frame_100", summary.resident_at_frame_100},
            {"at_end", summary.resident_at_end},
            {"peak", summary.resident_peak}}},
          {"interrupted", summary.interrupted},
          {"error", summary.error ? nlohmann::ordered_json(*summary.error) : nlohmann::ordered_json()}};
}

}  // namespace brigade::native
