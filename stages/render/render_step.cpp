#include "stages/render/render_step.hpp"

#include "stages/track/track_step.hpp"

#include <utility>

namespace brigade::stages {

using pipeline::StepOutcome;

RenderStep::RenderStep(pipeline::Channel<FrameMessage>& frames, pipeline::Channel<TracksMessage>& tracks,
                       Joining joining, Present present, Ages& ages)
    : frames_(&frames), tracks_(&tracks), joining_(joining), present_(std::move(present)), ages_(&ages) {
  objects_.reserve(kMostObjects);
}

Result<StepOutcome> RenderStep::operator()(pipeline::StageRecorder& recorder) {
  if (!tracks_ready()) {
    // Frames that are left when no tracks will come any more were never detected: upstream has failed.
    return frames_->finished() || tracks_->finished() ? StepOutcome::finished : StepOutcome::idle;
  }
  const std::optional<FrameMessage> frame = recorder.receive(*frames_);
  if (!frame) {
    return frames_->finished() ? StepOutcome::finished : StepOutcome::idle;
  }
  const Result<void> presented = recorder.serve(frame->frame_id, [&] { return present(*frame, recorder.now()); });
  if (!presented) {
    return tl::unexpected<Error>(presented.error());
  }
  ages_->latency.add(recorder.now() - frame->stamp.captured);
  recorder.count_out();
  next_ = frame->frame_id + 1;
  return StepOutcome::progressed;
}

// The tracks are asked for before the frame is taken, so that a frame's wait in its queue includes that for its tracks.
bool RenderStep::tracks_ready() {
  const bool live = joining_.policy == pipeline::Policy::live;
  const pipeline::FrameId wanted = next_ - next_ % joining_.every;
  while (live || !newest_ || newest_->frame_id < wanted) {
    const std::optional<TracksMessage> tracks = tracks_->try_receive();
    if (!tracks) {
      return live;
    }
    newest_ = tracks;
  }
  return true;
}

Result<void> RenderStep::present(const FrameMessage& frame, pipeline::Instant now) {
  objects_.clear();
  PresentedFrame presented{.image = frame.image(),
                           .frame_id = frame.frame_id,
                           .media_time = frame.stamp.media_time,
                           .name = frame.still_name(),
                           .tracks = {},
                           .detected_id = pipeline::kNoFrame,
                           .detections = {}};
  if (newest_) {
    for (const MovingObject& track : newest_->tracks.view()) {
      objects_.push_back(object_at(track, newest_->stamp.media_time, frame.stamp.media_time));
    }
    ages_->staleness.add(now - newest_->stamp.captured);
    presented.detected_id = newest_->frame_id;
    if (std::exchange(detections_presented_, newest_->frame_id) != newest_->frame_id) {
      presented.detections = newest_->detections.view();
    }
  }
  presented.tracks = objects_;
  return present_(presented);
}

}  // namespace brigade::stages
