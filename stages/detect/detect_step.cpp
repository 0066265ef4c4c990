#include "stages/detect/detect_step.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

namespace brigade::stages {

DetectStep::DetectStep(models::Detector detector, DetectOptions options)
    : detector_(std::move(detector)), options_(std::move(options)) {
  if (options_.hold) {
    sizes_.emplace(options_.hold->wish, detector_.size());
  }
  keep_operator_names();
}

Result<DetectionsMessage> DetectStep::operator()(const FrameMessage& frame, pipeline::StageRecorder& recorder) {
  if (const auto taken = take_settings(); !taken) {
    return tl::unexpected<Error>(taken.error());
  }
  const pipeline::Instant start = recorder.now();
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
  if (options_.gives_pixels) {
    message.layout = frame.layout;
    message.slot = frame.slot;
  }
  if (const auto held = hold_rate(start, frame.frame_id, recorder); !held) {
    return tl::unexpected<Error>(held.error());
  }
  return message;
}

Result<void> DetectStep::take_settings() {
  auto settings = options_.controls != nullptr ? options_.controls->detect.take() : std::nullopt;
  if (!settings) {
    return {};
  }
  settings_ = *settings;
  return apply_settings();
}

Result<void> DetectStep::apply_settings() {
  if (!settings_) {
    return {};
  }
  detector_.want_heat_maps(settings_->heat_category.has_value());
  return detector_.set_decoding(settings_->score, settings_->categories.view());
}

void DetectStep::give_heat_map(pipeline::FrameId frame, pipeline::StageRecorder& recorder) {
  if (!settings_ || !settings_->heat_category) {
    return;
  }
  const pipeline::Instant start = recorder.now();
  detector_.heat_map(*settings_->heat_category, heat_map_);
  options_.controls->heat_maps.put(heat_map_);
  recorder.detail("heat map", start, recorder.now(), frame);
}

Result<void> DetectStep::hold_rate(pipeline::Instant start, pipeline::FrameId frame,
                                   pipeline::StageRecorder& recorder) {
  const pipeline::Instant detected = recorder.now();
  const auto decision = sizes_ ? sizes_->update(detected, detected - start) : std::nullopt;
  if (!decision || !options_.hold) {
    return {};
  }
  if (decision->to != decision->from) {
    if (auto taken_over = take_over(options_.hold->plan(decision->to)); !taken_over) {
      return taken_over;
    }
    recorder.detail(keep(fmt::format("plan {} px", decision->to)), detected, recorder.now(), frame);
  }
  if (options_.controls != nullptr) {
    // A full ring: nobody has looked for minutes, since changes are seconds apart.
    static_cast<void>(options_.controls->size_changes.try_push(
        {.frame_id = frame, .decision = *decision, .planning = recorder.now() - detected}));
  }
  return {};
}

Result<void> DetectStep::take_over(Result<models::Detector> planned) {
  if (!planned) {
    return tl::unexpected<Error>(std::move(planned.error()));
  }
  detector_ = *std::move(planned);
  keep_operator_names();
  return apply_settings();
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

void DetectStep::keep_operator_names() {
  operator_names_.clear();
  for (const models::OperatorInfo& info : detector_.network().operators()) {
    operator_names_.push_back(keep(info.kind));
  }
}

void DetectStep::record_operators(pipeline::Instant start, pipeline::FrameId frame, pipeline::StageRecorder& recorder) {
  const auto times = detector_.network().operator_times();
  for (std::size_t i = 0; i < operator_names_.size(); ++i) {
    recorder.detail(operator_names_[i], start, start + times[i], frame);
    start += times[i];
  }
}

}  // namespace brigade::stages
