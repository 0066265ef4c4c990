#pragma once

#include "bench/track/sequence.hpp"
#include "stages/track/tracker.hpp"

#include <cstdint>
#include <span>

namespace brigade::bench {

/// How well boxes fit that are drawn in the frames between two detections.
struct BetweenFrames {
  double detected = 0;       ///< mean IoU with the truth in the frames with detections
  double predicted = 0;      ///< mean IoU with the truth in the frames between, boxes moved on by the tracker
  double held = 0;           ///< the same with boxes left where they were
  std::int64_t boxes = 0;    ///< judged in the frames with detections
  std::int64_t between = 0;  ///< judged in the frames between
};

/// Lets our tracker see every Nth frame. A track counts that lies on somebody of the truth (IoU >= .5, best pairs) in
/// the last frame with detections; in the frames up to the next one its box is compared with the same person's,
/// however little they overlap.
[[nodiscard]] BetweenFrames judge_between_frames(const stages::TrackerOptions& options,
                                                 std::span<const Sequence> sequences, int n);

}  // namespace brigade::bench
