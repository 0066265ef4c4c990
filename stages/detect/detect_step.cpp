#include "stages/detect/detect_step.hpp"

#include <cstddef>

namespace brigade::stages {

Result<DetectionsMessage> DetectStep::operator()(const FrameMessage& frame, pipeline::StageRecorder& recorder) {
  if (const auto taken = take_settings(); !taken) {
    return tl::unexpected<Error>(taken.error());
  }
  const bool traced = recorder.traces();  // may change from frame to frame
  detector_.network().measure_operators(traced);
  const auto detections = traced ? detect_traced(frame, recorder) : detector_.detect(frame.image());
  if (!detections) {
    return tl::unexpected<Error>(detections.error());
  }
  give_heat_map(frame.frame_id, recorder);
  DetectionsMessage message{
      .frame_id = frame.frame_id, .stamp = frame.stamp, .detections = {}, .layout = {}, .slot = {}};
  message.detections.assign(*detections);
  if (gives_pixels_) {
    message.layout = frame.layout;
    message.slot = frame.slot;
  }
  return message;
}

Result<void> DetectStep::take_settings() {
  const auto settings = controls_ != nullptr ? controls_->detect.take() : std::nullopt;
  if (!settings) {
    return {};
  }
  heat_category_ = settings->heat_category;
  return detector_.set_decoding(settings->score, settings->categories.view());
}

void DetectStep::give_heat_map(pipeline::FrameId frame, pipeline::StageRecorder& recorder) {
  if (!heat_category_) {
    return;
  }
  const pipeline::Instant start = recorder.now();
  detector_.heat_map(*heat_category_, heat_map_);
  controls_->heat_maps.put(heat_map_);
  recorder.detail("heat map", start, recorder.now(), frame);
}

Result<std::span<const vision::Detection>> DetectStep::detect_traced(const FrameMessage& frame,
                                                                     pipeline::StageRecorder& recorder) {
  const pipeline::Instant start = recorder.now();
  detector_.preprocess(frame.image());
  const pipeline::Instant preprocessed = recorder.now();
  const Result<void> run = detector_.run_network();
  if (!run) {
    return tl::unexpected<Error>(run.error());
  }
  const pipeline::Instant computed = recorder.now();
  const auto detections = detector_.decode();
  recorder.detail("preprocess", start, preprocessed, frame.frame_id);
  recorder.detail("network", preprocessed, computed, frame.frame_id);
  record_operators(preprocessed, frame.frame_id, recorder);
  recorder.detail("decode", computed, recorder.now(), frame.frame_id);
  return detections;
}

void DetectStep::record_operators(pipeline::Instant start, pipeline::FrameId frame, pipeline::StageRecorder& recorder) {
  const auto operators = detector_.network().operators();
  const auto times = detector_.network().operator_times();
  for (std::size_t i = 0; i < operators.size(); ++i) {
    recorder.detail(operators[i].kind, start, start + times[i], frame);
    start += times[i];
  }
}

}  // namespace brigade::stages
