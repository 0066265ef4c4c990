#pragma once

#include "bench/track/sequence.hpp"
#include "common/result.hpp"
#include "eval/tracks/track_scores.hpp"

#include <span>
#include <string>
#include <vector>

namespace brigade::bench {

/// A number of the tracker's that was chosen by its scores, and what it would have been had each sequence been unknown.
struct TunedNumber {
  std::string name;
  double value = 0;              ///< as shipped
  double untuned = 0;            ///< what a reader of the papers would begin with
  std::vector<double> chosen{};  ///< for each sequence: the best for the others, all other numbers being as shipped
  eval::TrackScores left_out{};  ///< of all sequences, each tracked with the number chosen without it
};

/// How much of the scores comes from having seen the sequences that are judged.
struct LeaveOneOut {
  std::vector<TunedNumber> numbers;
  eval::TrackScores shipped;  ///< all numbers as shipped
  eval::TrackScores untuned;  ///< all numbers untuned
};

/// Chooses every tuned number without each of the sequences in turn, from a list of its own, by HOTA + IDF1 / 2 of the
/// other sequences combined: with every frame, every second and every third, added up, and in made-up scenes, for in
/// one run over a handful of sequences a single id switch can decide. Scores are those with every frame. Takes some
/// hundred times as long as tracking the sequences, which are at least two, with given detections.
[[nodiscard]] Result<LeaveOneOut> leave_one_out(std::span<const Sequence> sequences);

}  // namespace brigade::bench
