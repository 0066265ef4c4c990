#pragma once

#include "stages/track/offline/link_tracklets.hpp"
#include "stages/track/offline/sequence_frame.hpp"
#include "stages/track/tracker.hpp"
#include "vision/detection.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace brigade::stages {

struct OfflineOptions {
  TrackerOptions tracker;  ///< for the first pass; its times of confirmation and coasting play no part
  LinkOptions link;
  /// Of the smoother, which unlike the tracker need not be ready for what comes next.
  BoxMotionNoise noise{.measurement = 0.15, .drift = 0.035, .acceleration = 0.3, .initial_velocity = 1.5};
  double longest_fill = 1;  ///< seconds without detection that are filled in

  // A false detection is seldom seen for long, nor are many of its scores high. What stays an object has at least so
  // many observations, and so much evidence: the sum of what its scores exceed `evidence_score` by.
  std::size_t fewest_observations = 3;
  double evidence_score = 0.3;
  double least_evidence = 2.1;
};

/// Options around the score from which on a detector's boxes are worth showing, as options_for_score().
[[nodiscard]] OfflineOptions offline_options_for_score(float score);

/// The objects of each frame of a whole video, which a second look makes better than any tracker can that has to answer
/// at once: a Tracker's pieces are linked over longer gaps, what is too little to be an object is left out, an object
/// is there from its first detection on, gaps are filled in and boxes smoothed. Ids are 1, 2, 3, … in the order of
/// first appearances; the objects of a frame lie by id. In the score of a filled-in box the lower one of the two it
/// lies between counts.
///
/// Frames in the order of time. Equal inputs give equal outputs, bit by bit.
[[nodiscard]] std::vector<std::vector<vision::TrackedObject>> track_offline(std::span<const SequenceFrame> frames,
                                                                            const OfflineOptions& options);

}  // namespace brigade::stages
