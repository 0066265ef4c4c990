#include "stages/track/offline/collect_tracklets.hpp"

#include "common/seconds.hpp"

#include <cstddef>

namespace brigade::stages {

std::vector<Tracklet> collect_tracklets(std::span<const SequenceFrame> frames, const TrackerOptions& options) {
  std::vector<Tracklet> tracklets;
  std::vector<Tracker::Association> associations;
  Tracker tracker(options);
  for (std::size_t place = 0; place < frames.size(); ++place) {
    const SequenceFrame& frame = frames[place];
    if (!frame.searched) {
      continue;
    }
    tracker.update(frame.detections, frame.time);
    tracker.associations(associations);
    for (const auto& [birth, detection] : associations) {
      if (birth >= tracklets.size()) {
        tracklets.resize(birth + 1);
      }
      const vision::Detection& found = frame.detections[detection];
      tracklets[birth].category = found.category;
      tracklets[birth].observations.push_back(
          {.frame = place, .seconds = seconds(frame.time), .box = found.box, .score = found.score});
    }
  }
  return tracklets;
}

}  // namespace brigade::stages
