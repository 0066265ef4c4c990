#include "stages/capture/frame_inbox.hpp"

#include <utility>

namespace brigade::stages {

using pipeline::DropCause;
using pipeline::StepOutcome;

std::span<std::uint8_t> FrameInbox::reserve(pipeline::Instant now) {
  std::optional<pipeline::FrameSlot> slot = has_room() ? pool_->acquire() : std::nullopt;
  if (!slot) {
    ++drops_.at(static_cast<std::size_t>(DropCause::pool_exhausted));
    return {};
  }
  reserved_.emplace();
  reserved_->stamp.captured = now;
  reserved_->slot = *std::move(slot);
  return reserved_->slot.writable();
}

void FrameInbox::commit(const vision::ImageLayout& layout, std::chrono::nanoseconds media_time, pipeline::Instant now) {
  if (!reserved_) {
    return;
  }
  FrameMessage message = *std::exchange(reserved_, std::nullopt);
  message.frame_id = next_++;
  message.stamp.media_time = media_time;
  message.layout = layout;
  arrived_ = Arrival{.message = std::move(message), .end = now};
}

bool FrameInbox::has_room() const {
  return !closed_ && !reserved_ && !arrived_ && !sending_ && pool_->free_slots() > 0;
}

Result<StepOutcome> FedCaptureStep::operator()(pipeline::StageRecorder& recorder) {
  count_drops(recorder);
  if (outlet_.holds()) {
    return flush(recorder);
  }
  if (auto arrival = std::exchange(inbox_->arrived_, std::nullopt)) {
    recorder.served(arrival->message.frame_id, arrival->message.stamp.captured, arrival->end);
    outlet_.put(std::move(arrival->message));
    static_cast<void>(flush(recorder));  // what finds no room is held, and the next step is idle
    return StepOutcome::progressed;
  }
  return inbox_->closed_ ? StepOutcome::finished : StepOutcome::idle;
}

void FedCaptureStep::count_drops(pipeline::StageRecorder& recorder) {
  for (std::size_t cause = 0; cause < pipeline::kDropCauses; ++cause) {
    for (auto left = std::exchange(inbox_->drops_.at(cause), 0); left > 0; --left) {
      recorder.count_drop(static_cast<DropCause>(cause));
    }
  }
}

StepOutcome FedCaptureStep::flush(pipeline::StageRecorder& recorder) {
  const bool sent = outlet_.flush(recorder);
  inbox_->sending_ = !sent;
  return sent ? StepOutcome::progressed : StepOutcome::idle;
}

}  // namespace brigade::stages
