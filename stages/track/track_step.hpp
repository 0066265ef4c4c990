#pragma once

#include "pipeline/stage_recorder.hpp"
#include "stages/live_controls.hpp"
#include "stages/messages.hpp"
#include "stages/track/camera_motion/camera_motion.hpp"
#include "stages/track/tracker.hpp"

#include <functional>
#include <utility>
#include <vector>

namespace brigade::stages {

/// The step of the track stage: a frame's detections in, its tracks out, each with its box a little later. Where the
/// frame's pixels come with them, the tracks first follow the camera's motion; what measuring that takes is a detail of
/// the trace.
class TrackStep {
 public:
  using Listener = std::function<void(const TracksMessage&)>;

  /// `listener`: called with the tracks of every frame; or empty. `controls`: whose options the tracker takes as they
  /// come; may be null.
  explicit TrackStep(Tracker tracker, Listener listener = {}, LiveControls* controls = nullptr)
      : tracker_(std::move(tracker)), listener_(std::move(listener)), controls_(controls) {}

  [[nodiscard]] Result<TracksMessage> operator()(const DetectionsMessage& message, pipeline::StageRecorder& recorder);

 private:
  void follow_camera(const DetectionsMessage& message, pipeline::StageRecorder& recorder);

  Tracker tracker_;
  CameraMotion camera_motion_;
  Listener listener_;
  LiveControls* controls_;
  std::vector<vision::TrackedObject> now_;
  std::vector<vision::TrackedObject> ahead_;
  std::vector<MovingObject> moving_;
};

/// Where a track is at `time`, given its message's time: linear between its two boxes and beyond them, up to a second;
/// before the message's time, where it was then.
[[nodiscard]] vision::TrackedObject object_at(const MovingObject& track, std::chrono::nanoseconds message_time,
                                              std::chrono::nanoseconds time);

}  // namespace brigade::stages
