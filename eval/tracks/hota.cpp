#include "eval/tracks/hota.hpp"

#include "eval/tracks/frame_matcher.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace brigade::eval {
namespace {

using PairMatches = std::array<std::int64_t, kHotaThresholds>;

bool reaches(double iou, std::size_t threshold) {
  return iou >= 0.05 + static_cast<double>(threshold) * 0.05 - std::numeric_limits<double>::epsilon();
}

/// Adds to each pair of identities its share of every overlap: the IoU related to all IoU of either box.
void add_shares(const JudgedFrame& frame, std::vector<double>& shared) {
  std::vector<double> of_truth(frame.truth.size());
  std::vector<double> of_track(frame.tracks.size());
  for (const Overlap& overlap : frame.overlaps) {
    of_truth[overlap.truth] += overlap.iou;
    of_track[overlap.track] += overlap.iou;
  }
  for (const Overlap& overlap : frame.overlaps) {
    shared[overlap.pair] += overlap.iou / (of_truth[overlap.truth] + of_track[overlap.track] - overlap.iou);
  }
}

std::int64_t boxes_of_either(const JudgedSequence& sequence, const IdentityPair& pair) {
  return sequence.truth_lengths[pair.truth] + sequence.track_lengths[pair.track];
}

/// By pair of identities, 0..1: how well they are aligned over the sequence.
std::vector<double> alignments(const JudgedSequence& sequence) {
  std::vector<double> scores(sequence.pairs.size());
  for (const JudgedFrame& frame : sequence.frames) {
    add_shares(frame, scores);
  }
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] /= static_cast<double>(boxes_of_either(sequence, sequence.pairs[i])) - scores[i];
  }
  return scores;
}

/// Counts the matches of a frame that reach each threshold, and the boxes left over.
void count(const JudgedFrame& frame, std::span<const Overlap> matches, HotaCurve& curve,
           std::vector<PairMatches>& pair_matches) {
  for (std::size_t threshold = 0; threshold < kHotaThresholds; ++threshold) {
    std::int64_t reached = 0;
    for (const Overlap& match : matches) {
      if (reaches(match.iou, threshold)) {
        ++reached;
        ++pair_matches[match.pair].at(threshold);
      }
    }
    curve.at(threshold) += {.true_positives = reached,
                            .false_positives = static_cast<std::int64_t>(frame.tracks.size()) - reached,
                            .false_negatives = static_cast<std::int64_t>(frame.truth.size()) - reached};
  }
}

}  // namespace

HotaCounts& HotaCounts::operator+=(const HotaCounts& other) {
  true_positives += other.true_positives;
  false_positives += other.false_positives;
  false_negatives += other.false_negatives;
  association += other.association;
  return *this;
}

HotaCurve hota(const JudgedSequence& sequence) {
  const std::vector<double> alignment = alignments(sequence);
  HotaCurve curve;
  std::vector<PairMatches> pair_matches(sequence.pairs.size());
  FrameMatcher matcher;
  std::vector<double> weights;
  for (const JudgedFrame& frame : sequence.frames) {
    weights.clear();
    for (const Overlap& overlap : frame.overlaps) {
      weights.push_back(alignment[overlap.pair] * overlap.iou);
    }
    count(frame, matcher.match(frame, weights), curve, pair_matches);
  }
  for (std::size_t i = 0; i < pair_matches.size(); ++i) {
    const std::int64_t boxes = boxes_of_either(sequence, sequence.pairs[i]);
    for (std::size_t threshold = 0; threshold < kHotaThresholds; ++threshold) {
      const std::int64_t matches = pair_matches[i].at(threshold);
      curve.at(threshold).association += static_cast<double>(matches * matches) / static_cast<double>(boxes - matches);
    }
  }
  return curve;
}

HotaScores hota_scores(const HotaCurve& curve) {
  HotaScores sums;
  for (const HotaCounts& counts : curve) {
    if (counts.true_positives == 0) {
      continue;  // adds 0 to each
    }
    const auto matches = static_cast<double>(counts.true_positives);
    const auto boxes = static_cast<double>(counts.true_positives + counts.false_positives + counts.false_negatives);
    const double detection = matches / boxes;
    const double association = counts.association / matches;
    sums.hota += std::sqrt(detection * association);
    sums.deta += detection;
    sums.assa += association;
  }
  constexpr auto kCount = static_cast<double>(kHotaThresholds);
  return {.hota = sums.hota / kCount, .deta = sums.deta / kCount, .assa = sums.assa / kCount};
}

}  // namespace brigade::eval
