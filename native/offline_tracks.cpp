#include "native/offline_tracks.hpp"

namespace brigade::native {

void OfflineTracks::add(const stages::PresentedFrame& frame) {
  frames_.push_back({.number = frame.frame_id + 1,
                     .time = frame.media_time,
                     .searched = frame.detected_id == frame.frame_id,
                     .detections = {frame.detections.begin(), frame.detections.end()}});
}

stages::TrackedSequence OfflineTracks::tracks() const {
  return stages::sequence_of(frames_, stages::track_offline(frames_, options_));
}

}  // namespace brigade::native
