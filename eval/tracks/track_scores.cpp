#include "eval/tracks/track_scores.hpp"

namespace brigade::eval {

TrackCounts& TrackCounts::operator+=(const TrackCounts& other) {
  for (std::size_t threshold = 0; threshold < kHotaThresholds; ++threshold) {
    hota.at(threshold) += other.hota.at(threshold);
  }
  clear += other.clear;
  identity += other.identity;
  return *this;
}

TrackCounts count_tracks(const JudgedSequence& sequence) {
  return {.hota = hota(sequence), .clear = clear_mot(sequence), .identity = identity(sequence)};
}

TrackScores scores_of(const TrackCounts& counts) {
  const HotaScores higher_order = hota_scores(counts.hota);
  const ClearCounts& clear = counts.clear;
  return {.hota = higher_order.hota,
          .deta = higher_order.deta,
          .assa = higher_order.assa,
          .mota = mota(clear),
          .motp = motp(clear),
          .idf1 = idf1(counts.identity),
          .id_switches = clear.id_switches,
          .fragmentations = clear.fragmentations,
          .false_positives = clear.false_positives,
          .false_negatives = clear.false_negatives,
          .objects = clear.true_positives + clear.false_negatives};
}

}  // namespace brigade::eval
