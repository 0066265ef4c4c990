#pragma once

#include "eval/tracks/judged_sequence.hpp"

#include <cstdint>

namespace brigade::eval {

/// What CLEAR MOT counts. Counts of several sequences add up to those of all of them.
struct ClearCounts {
  std::int64_t true_positives = 0;   ///< boxes of the truth with a track at an IoU of at least .5
  std::int64_t false_positives = 0;  ///< boxes of tracks on nothing
  std::int64_t false_negatives = 0;  ///< boxes of the truth without a track
  std::int64_t id_switches = 0;      ///< objects followed by another track than when last followed
  std::int64_t fragmentations = 0;   ///< objects followed again after they had not been
  double iou_sum = 0;                ///< over the true positives

  ClearCounts& operator+=(const ClearCounts& other);
};

/// The CLEAR MOT metrics: Bernardin and Stiefelhagen, "Evaluating Multiple Object Tracking Performance: The CLEAR MOT
/// Metrics", EURASIP Journal on Image and Video Processing, 2008; with boxes and fragmentations as in Milan et al.,
/// "MOT16: A Benchmark for Multi-Object Tracking", arXiv 1603.00831, 2016, and as TrackEval computes them.
///
/// In each frame boxes with an IoU of at least .5 are matched one to one so that first as many matches as possible
/// carry on from the frame before (the same object, the same track), then the sum of IoU is greatest. An object that is
/// matched with another track than at its last match, however long ago, is one id switch. Each stretch of frames in
/// which an object is matched, but its first, is one fragmentation, also where the truth itself lacks the object in
/// between. A frame without truth or without tracks ends no stretch.
[[nodiscard]] ClearCounts clear_mot(const JudgedSequence& sequence);

/// Multiple object tracking accuracy (Bernardin and Stiefelhagen, 2008): 1 - (false positives + false negatives + id
/// switches) / boxes of the truth. At most 1, without lower bound; 0 where the truth is empty.
[[nodiscard]] double mota(const ClearCounts& counts);

/// Multiple object tracking precision (Bernardin and Stiefelhagen, 2008), as an overlap instead of their distance: the
/// mean IoU of the true positives, .5..1; 0 where there is none.
[[nodiscard]] double motp(const ClearCounts& counts);

}  // namespace brigade::eval
