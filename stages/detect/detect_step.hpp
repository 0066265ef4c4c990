#pragma once

#include "models/detector.hpp"
#include "pipeline/stage_recorder.hpp"
#include "stages/live_controls.hpp"
#include "stages/messages.hpp"

#include <optional>
#include <span>
#include <utility>

namespace brigade::stages {

/// The step of the detect stage: a frame in, its detections out. While spans are recorded it also records the three
/// parts of its work and every operator of the network. With controls it takes their settings as they come and gives
/// out the heat map that they ask for.
class DetectStep {
 public:
  /// `controls`: may be null. `gives_pixels`: whether the frame goes on with its detections.
  explicit DetectStep(models::Detector detector, LiveControls* controls = nullptr, bool gives_pixels = false)
      : detector_(std::move(detector)), controls_(controls), gives_pixels_(gives_pixels) {}

  [[nodiscard]] Result<DetectionsMessage> operator()(const FrameMessage& frame, pipeline::StageRecorder& recorder);

 private:
  [[nodiscard]] Result<void> take_settings();
  void give_heat_map(pipeline::FrameId frame, pipeline::StageRecorder& recorder);
  [[nodiscard]] Result<std::span<const vision::Detection>> detect_traced(const FrameMessage& frame,
                                                                         pipeline::StageRecorder& recorder);
  void record_operators(pipeline::Instant start, pipeline::FrameId frame, pipeline::StageRecorder& recorder);

  models::Detector detector_;
  LiveControls* controls_;
  bool gives_pixels_;
  std::optional<int> heat_category_;
  vision::HeatMap heat_map_;
};

}  // namespace brigade::stages
