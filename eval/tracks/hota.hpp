#pragma once

#include "eval/tracks/judged_sequence.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace brigade::eval {

/// What HOTA counts at one IoU threshold.
struct HotaCounts {
  std::int64_t true_positives = 0;
  std::int64_t false_positives = 0;
  std::int64_t false_negatives = 0;
  double association = 0;  ///< over the true positives, the sum of each one's association accuracy

  HotaCounts& operator+=(const HotaCounts& other);
};

/// The thresholds .05, .10 … .95 of HOTA.
inline constexpr std::size_t kHotaThresholds = 19;

/// Counts at each threshold. Those of several sequences add up, entry by entry, to those of all of them.
using HotaCurve = std::array<HotaCounts, kHotaThresholds>;

/// HOTA and its two parts, 0..1, each the mean over the thresholds.
struct HotaScores {
  double hota = 0;  ///< of the geometric means of the two below
  double deta = 0;  ///< detection accuracy: true positives / (true positives + false positives + false negatives)
  double assa = 0;  ///< association accuracy, the mean over the true positives
};

/// Higher order tracking accuracy: Luiten, Osep, Dendorfer, Torr, Geiger, Leal-Taixe and Leibe, "HOTA: A Higher Order
/// Metric for Evaluating Multi-Object Tracking", International Journal of Computer Vision 129, 2021; as TrackEval
/// computes it.
///
/// First every pair of identities gets a score of how well they are aligned over the whole sequence: the overlap of
/// their boxes, shared out among all who overlap there, related to the boxes of both. In each frame boxes are then
/// matched one to one so that the sum of alignment times IoU is greatest; at a threshold those matches count that reach
/// it. The association accuracy of a true positive is the number of true positives of its two identities together,
/// divided by the number of boxes that either has.
[[nodiscard]] HotaCurve hota(const JudgedSequence& sequence);

/// 0 at a threshold without any box, or without a true positive.
[[nodiscard]] HotaScores hota_scores(const HotaCurve& curve);

}  // namespace brigade::eval
