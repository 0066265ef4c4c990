#pragma once

#include "models/detector.hpp"
#include "pipeline/stage_recorder.hpp"
#include "stages/messages.hpp"

namespace brigade::stages {

/// The step of the detect stage: a frame in, its detections out. While spans are recorded it also records the three
/// parts of its work and every operator of the network.
class DetectStep {
 public:
  explicit DetectStep(models::Detector detector) : detector_(std::move(detector)) {}

  [[nodiscard]] Result<DetectionsMessage> operator()(const FrameMessage& frame, pipeline::StageRecorder& recorder);

 private:
  [[nodiscard]] Result<std::span<const vision::Detection>> detect_traced(const FrameMessage& frame,
                                                                         pipeline::StageRecorder& recorder);
  void record_operators(pipeline::Instant start, pipeline::FrameId frame, pipeline::StageRecorder& recorder);

  models::Detector detector_;
};

}  // namespace brigade::stages
