#include "pipeline/stage_recorder.hpp"

namespace brigade::pipeline {

// What was waited comes first in practice: the span shows the work.
void StageRecorder::end_service(FrameId frame) { served(frame, began_ + waited_, now()); }

void StageRecorder::served(FrameId frame, Instant start, Instant end) {
  metrics_.add_service(end - start);
  if (spans_ != nullptr) {
    spans_->add({.name = spans_->name(), .start = start, .end = end, .frame = frame});
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
