#pragma once

#include "models/detector.hpp"
#include "pipeline/stage_recorder.hpp"
#include "stages/detect/rate_holding.hpp"
#include "stages/detect/size_controller.hpp"
#include "stages/live_controls.hpp"
#include "stages/messages.hpp"

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace brigade::stages {

/// What a detect stage does besides detecting. What is pointed to outlives the step.
struct DetectOptions {
  LiveControls* controls = nullptr;   ///< whose settings it takes as they come, and where it gives news; may be null
  bool gives_pixels = false;          ///< whether the frame goes on with its detections
  std::optional<RateHolding> hold{};  // NOLINT(readability-redundant-member-init): as in StageOptions
};

/// The step of the detect stage: a frame in, its detections out. While spans are recorded it also records the three
/// parts of its work and every operator of the network. With controls it takes their settings as they come and gives
/// out the heat map that they ask for. Where a rate is to be held it plans the network anew when the size has to
/// change, then and there: about as long as one detection, a detail of the trace and part of the service time.
class DetectStep {
 public:
  /// With a rate to hold, the detector's size lies within the wish.
  explicit DetectStep(models::Detector detector, DetectOptions options = {});

  [[nodiscard]] Result<DetectionsMessage> operator()(const FrameMessage& frame, pipeline::StageRecorder& recorder);

 private:
  [[nodiscard]] Result<void> take_settings();
  [[nodiscard]] Result<void> apply_settings();
  [[nodiscard]] Result<void> hold_rate(pipeline::Instant start, pipeline::FrameId frame,
                                       pipeline::StageRecorder& recorder);
  [[nodiscard]] Result<void> take_over(Result<models::Detector> planned);
  void give_heat_map(pipeline::FrameId frame, pipeline::StageRecorder& recorder);
  [[nodiscard]] Result<std::span<const vision::Detection>> detect_traced(const FrameMessage& frame,
                                                                         pipeline::StageRecorder& recorder);
  [[nodiscard]] std::string_view keep(std::string_view name) { return *names_.emplace(name).first; }
  void keep_operator_names();
  void record_operators(pipeline::Instant start, pipeline::FrameId frame, pipeline::StageRecorder& recorder);

  models::Detector detector_;
  DetectOptions options_;
  std::optional<SizeController> sizes_;     // where there is a rate to hold
  std::optional<DetectSettings> settings_;  // as last taken
  // What the trace's details are called: a network that is replaced goes before them.
  std::set<std::string, std::less<>> names_;
  std::vector<std::string_view> operator_names_;
  vision::HeatMap heat_map_;
};

}  // namespace brigade::stages
