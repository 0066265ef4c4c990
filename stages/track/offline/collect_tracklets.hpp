#pragma once

#include "stages/track/offline/sequence_frame.hpp"
#include "stages/track/offline/tracklet.hpp"
#include "stages/track/tracker.hpp"

#include <span>
#include <vector>

namespace brigade::stages {

/// What a Tracker of these options takes together, confirmed or not: a tracklet for each birth, in their order. Frames
/// in the order of time; those that were not searched are passed over.
[[nodiscard]] std::vector<Tracklet> collect_tracklets(std::span<const SequenceFrame> frames,
                                                      const TrackerOptions& options);

}  // namespace brigade::stages
