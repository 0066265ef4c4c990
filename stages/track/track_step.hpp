#pragma once

#include "stages/live_controls.hpp"
#include "stages/messages.hpp"
#include "stages/track/tracker.hpp"

#include <functional>
#include <utility>
#include <vector>

namespace brigade::stages {

/// The step of the track stage: a frame's detections in, its tracks out, each with its box a little later.
class TrackStep {
 public:
  using Listener = std::function<void(const TracksMessage&)>;

  /// `listener`: called with the tracks of every frame; or empty. `controls`: whose options the tracker takes as they
  /// come; may be null.
  explicit TrackStep(Tracker tracker, Listener listener = {}, LiveControls* controls = nullptr)
      : tracker_(std::move(tracker)), listener_(std::move(listener)), controls_(controls) {}

  [[nodiscard]] Result<TracksMessage> operator()(const DetectionsMessage& message);

 private:
  Tracker tracker_;
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
