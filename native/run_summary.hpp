#pragma once

#include "pipeline/metrics.hpp"
#include "stages/detect/held_rate.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace brigade::native {

/// What a run came to: what the table shows and the report holds.
struct RunSummary {
  std::vector<pipeline::StageSummary> stages;  ///< in the order that frames travel
  pipeline::DurationSummary latency;           ///< capture to presentation
  pipeline::DurationSummary staleness;         ///< age of the tracks presented
  double seconds = 0;                          ///< from the first step to the last
  std::int64_t objects = 0;                    ///< ids given
  std::int64_t resident_at_frame_100 = 0;      ///< bytes; 0 for a shorter run
  std::int64_t resident_at_end = 0;            ///< bytes
  std::int64_t resident_peak = 0;              ///< bytes, of the whole process
  std::optional<stages::HeldRate> held;        ///< where a rate of detections was to be held
  bool interrupted = false;
  std::optional<std::string> error;  ///< what ended the run early; the numbers are of what came before

  [[nodiscard]] std::int64_t frames() const { return stages.empty() ? 0 : stages.back().out; }
  [[nodiscard]] double frames_per_second() const { return seconds > 0 ? static_cast<double>(frames()) / seconds : 0.0; }

  /// Of a run with a rate to hold, whose one detector is the second stage.
  [[nodiscard]] const pipeline::StageSummary& detect() const { return stages.at(1); }
};

/// A table for people: a line a stage, the slowest one named.
[[nodiscard]] std::string format_table(const RunSummary& summary);

}  // namespace brigade::native
