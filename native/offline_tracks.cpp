#include "native/offline_tracks.hpp"

#include "stages/track/mot_rows.hpp"

#include <algorithm>
#include <cstddef>

namespace brigade::native {

void OfflineTracks::add(const stages::PresentedFrame& frame) {
  frames_.push_back({.number = frame.frame_id + 1,
                     .time = frame.media_time,
                     .searched = frame.detected_id == frame.frame_id,
                     .detections = {frame.detections.begin(), frame.detections.end()}});
}

OfflineTracks::Rows OfflineTracks::rows() const {
  const auto objects = stages::track_offline(frames_, options_);
  Rows rows;
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    stages::append_mot_rows(rows.text, frames_[i].number, objects[i]);
    for (const auto& object : objects[i]) {
      rows.objects = std::max(rows.objects, object.id);
    }
  }
  return rows;
}

}  // namespace brigade::native
