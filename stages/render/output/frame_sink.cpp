#include "stages/render/output/frame_sink.hpp"

namespace brigade::stages {
namespace {

struct Both {
  FrameSink first;
  FrameSink second;

  Result<SinkOutcome> write(const OutputFrame& frame) {
    Result<SinkOutcome> one = first.write(frame);
    if (!one) {
      return one;
    }
    const Result<SinkOutcome> other = second.write(frame);
    return other && *one == SinkOutcome::stop ? one : other;
  }

  Result<void> finish() {
    const Result<void> one = first.finish();
    const Result<void> other = second.finish();
    return one ? other : one;
  }
};

}  // namespace

FrameSink both(FrameSink first, FrameSink second) {
  if (!first.wants_frames()) {
    return second;
  }
  if (!second.wants_frames()) {
    return first;
  }
  return FrameSink(Both{.first = std::move(first), .second = std::move(second)});
}

}  // namespace brigade::stages
