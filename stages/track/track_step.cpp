#include "stages/track/track_step.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

namespace brigade::stages {

Result<TracksMessage> TrackStep::operator()(const DetectionsMessage& message, pipeline::StageRecorder& recorder) {
  if (const auto options = controls_ != nullptr ? controls_->track.take() : std::nullopt) {
    tracker_.set_options(*options);
  }
  if (message.slot) {
    follow_camera(message, recorder);
  }
  const auto time = message.stamp.media_time;
  tracker_.update(message.detections.view(), time);
  tracker_.predict(time, now_);
  tracker_.predict(time + kLookAhead, ahead_);
  moving_.clear();
  for (std::size_t i = 0; i < now_.size(); ++i) {
    // The same tracks in the same order at both times, unless all have ended in between.
    moving_.push_back({now_[i], i < ahead_.size() ? ahead_[i].box : now_[i].box});
  }
  TracksMessage tracks{
      .frame_id = message.frame_id, .stamp = message.stamp, .detections = message.detections, .tracks = {}};
  tracks.tracks.assign(moving_);
  if (listener_) {
    listener_(tracks);
  }
  return tracks;
}

void TrackStep::follow_camera(const DetectionsMessage& message, pipeline::StageRecorder& recorder) {
  const pipeline::Instant start = recorder.now();
  tracker_.move_camera(camera_motion_.update(message.image(), message.detections.view()));
  recorder.detail("camera motion", start, recorder.now(), message.frame_id);
}

vision::TrackedObject object_at(const MovingObject& track, std::chrono::nanoseconds message_time,
                                std::chrono::nanoseconds time) {
  constexpr std::chrono::nanoseconds kFarthest = std::chrono::seconds(1);
  const auto later = std::clamp(time - message_time, std::chrono::nanoseconds::zero(), kFarthest);
  const float share = static_cast<float>(later.count()) / static_cast<float>(kLookAhead.count());
  vision::TrackedObject object = track.object;
  const vision::Box& from = track.object.box;
  const vision::Box& to = track.ahead;
  object.box = {.x = std::lerp(from.x, to.x, share),
                .y = std::lerp(from.y, to.y, share),
                .width = std::max(0.0F, std::lerp(from.width, to.width, share)),
                .height = std::max(0.0F, std::lerp(from.height, to.height, share))};
  return object;
}

}  // namespace brigade::stages
