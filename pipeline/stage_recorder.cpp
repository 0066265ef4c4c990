#include "pipeline/stage_recorder.hpp"

namespace brigade::pipeline {

void StageRecorder::end_service(FrameId frame) {
  const Instant end = now();
  metrics_.add_service(end - began_ - waited_);
  if (spans_ != nullptr) {
    // what was waited comes first in practice: the span shows the work
    spans_->add({.name = spans_->name(), .start = began_ + waited_, .end = end, .frame = frame});
  }
}

void StageRecorder::note_blocked(bool blocked) {
  if (blocked && !blocked_since_) {
    blocked_since_ = now();
  } else if (!blocked && blocked_since_) {
    metrics_.add_blocked(now() - *blocked_since_);
    blocked_since_.reset();
  }
}

}  // namespace brigade::pipeline
