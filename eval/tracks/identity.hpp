#pragma once

#include "eval/tracks/judged_sequence.hpp"

#include <cstdint>

namespace brigade::eval {

/// What IDF1 counts. Counts of several sequences add up to those of all of them.
struct IdentityCounts {
  std::int64_t true_positives = 0;   ///< boxes at an IoU of at least .5 within the pairs of trajectories
  std::int64_t false_positives = 0;  ///< all other boxes of tracks
  std::int64_t false_negatives = 0;  ///< all other boxes of the truth

  IdentityCounts& operator+=(const IdentityCounts& other);
};

/// Counts by identity: Ristani, Solera, Zou, Cucchiara and Tomasi, "Performance Measures and a Data Set for
/// Multi-Target, Multi-Camera Tracking", ECCV 2016 Workshops; as TrackEval computes it.
///
/// Trajectories of the truth and tracks are paired once for the whole sequence, one to one, so that the number of boxes
/// that overlap with an IoU of at least .5 within the pairs is greatest.
[[nodiscard]] IdentityCounts identity(const JudgedSequence& sequence);

/// The harmonic mean of identity precision and identity recall (Ristani et al., 2016), 0..1: the share of boxes that
/// bear the right id. 0 where there is no box.
[[nodiscard]] double idf1(const IdentityCounts& counts);

}  // namespace brigade::eval
