#include "stages/capture/capture_step.hpp"

#include <utility>

namespace brigade::stages {

Result<pipeline::Produced<FrameMessage>> CaptureStep::operator()(pipeline::StageRecorder& recorder) {
  std::optional<pipeline::FrameSlot> slot = pool_->acquire();
  if (!slot) {
    return pipeline::NoSlot{};
  }
  const Result<ReadOutcome> outcome = read(slot->writable(), recorder);
  if (!outcome) {
    return tl::unexpected<Error>(outcome.error());
  }
  if (*outcome == ReadOutcome::end) {
    return pipeline::EndOfStream{};
  }
  if (*outcome == ReadOutcome::not_yet) {
    return pipeline::NotYet{};
  }
  FrameMessage message{.frame_id = next_++,
                       .stamp = {.media_time = info_.media_time, .captured = recorder.now()},
                       .layout = info_.layout,
                       .slot = *std::move(slot),
                       .name = {}};
  message.name.assign(info_.name);
  return message;
}

Result<ReadOutcome> CaptureStep::read(std::span<std::uint8_t> target, pipeline::StageRecorder& recorder) {
  if (!source_.facts().live) {
    return source_.read(target, info_);
  }
  // A camera's next frame is waited for, not worked for.
  return recorder.waiting([&] { return source_.read(target, info_); });
}

}  // namespace brigade::stages
