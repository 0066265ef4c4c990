#pragma once

#include "eval/tracks/clear_mot.hpp"
#include "eval/tracks/hota.hpp"
#include "eval/tracks/identity.hpp"
#include "eval/tracks/judged_sequence.hpp"

#include <cstdint>

namespace brigade::eval {

/// What the metrics of tracks count; the counts of several sequences add up to those of all of them.
struct TrackCounts {
  HotaCurve hota;
  ClearCounts clear;
  IdentityCounts identity;

  TrackCounts& operator+=(const TrackCounts& other);
};

/// The figures by which trackers are compared. Those without a range are counts; see the headers of the metrics.
struct TrackScores {
  double hota = 0;                   ///< 0..1: detection and association in one (Luiten et al., 2021)
  double deta = 0;                   ///< 0..1: HOTA's detection accuracy
  double assa = 0;                   ///< 0..1: HOTA's association accuracy
  double mota = 0;                   ///< at most 1: errors by box of the truth (Bernardin and Stiefelhagen, 2008)
  double motp = 0;                   ///< 0..1: mean IoU of the matches (Bernardin and Stiefelhagen, 2008)
  double idf1 = 0;                   ///< 0..1: boxes under the right id (Ristani et al., 2016)
  std::int64_t id_switches = 0;      ///< CLEAR MOT's
  std::int64_t fragmentations = 0;   ///< CLEAR MOT's
  std::int64_t false_positives = 0;  ///< CLEAR MOT's
  std::int64_t false_negatives = 0;  ///< CLEAR MOT's
  std::int64_t objects = 0;          ///< boxes of the truth

  friend bool operator==(const TrackScores&, const TrackScores&) = default;
};

/// All metrics of one sequence.
[[nodiscard]] TrackCounts count_tracks(const JudgedSequence& sequence);

[[nodiscard]] TrackScores scores_of(const TrackCounts& counts);

}  // namespace brigade::eval
