#include "bench/track/judge_world.hpp"

#include "eval/tracks/track_scores.hpp"

#include <utility>

namespace brigade::bench {

Result<eval::JudgedTracks> judge(const Contestant& contestant, std::span<const Sequence> sequences) {
  return judge_on_every_nth(contestant, sequences, 1);
}

Result<eval::JudgedTracks> judge_on_every_nth(const Contestant& contestant, std::span<const Sequence> sequences,
                                              int n) {
  eval::JudgedTracks judged;
  eval::TrackCounts total;
  for (const Sequence& sequence : sequences) {
    const auto tracks = follow(contestant, sequence);
    if (!tracks) {
      return tl::unexpected<Error>(tracks.error());
    }
    const auto counts = eval::judge_rows(every_nth(sequence.truth, n), sequence.name + "'s truth",
                                         every_nth(*tracks, n), contestant.name + "'s tracks of " + sequence.name);
    if (!counts) {
      return tl::unexpected<Error>(counts.error());
    }
    judged.sequences.push_back({.sequence = sequence.name, .scores = eval::scores_of(*counts)});
    total += *counts;
  }
  judged.combined = eval::scores_of(total);
  return judged;
}

}  // namespace brigade::bench
