#include "eval/tracks/identity.hpp"

#include "stages/track/assignment.hpp"

#include <limits>
#include <numeric>
#include <vector>

namespace brigade::eval {
namespace {

constexpr double kThreshold = 0.5;

/// By pair of identities: the frames in which they overlap enough.
std::vector<std::int64_t> count_matches(const JudgedSequence& sequence) {
  std::vector<std::int64_t> matches(sequence.pairs.size());
  for (const JudgedFrame& frame : sequence.frames) {
    for (const Overlap& overlap : frame.overlaps) {
      matches[overlap.pair] += overlap.iou >= kThreshold ? 1 : 0;
    }
  }
  return matches;
}

/// The most matches that pairing trajectories one to one gives.
std::int64_t most_matches(const JudgedSequence& sequence) {
  const std::vector<std::int64_t> matches = count_matches(sequence);
  const std::size_t columns = sequence.track_lengths.size();
  std::vector<double> costs(sequence.truth_lengths.size() * columns, std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const auto [truth, track] = sequence.pairs[i];
    costs[truth * columns + track] = -static_cast<double>(matches[i]);
  }
  stages::AssignmentSolver solver;
  const auto track_of_truth =
      solver.solve(costs, static_cast<int>(sequence.truth_lengths.size()), static_cast<int>(columns), 0.0);
  std::int64_t most = 0;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const auto [truth, track] = sequence.pairs[i];
    most += track_of_truth[truth] == static_cast<int>(track) ? matches[i] : 0;
  }
  return most;
}

std::int64_t sum(const std::vector<std::int64_t>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0});
}

}  // namespace

IdentityCounts& IdentityCounts::operator+=(const IdentityCounts& other) {
  true_positives += other.true_positives;
  false_positives += other.false_positives;
  false_negatives += other.false_negatives;
  return *this;
}

IdentityCounts identity(const JudgedSequence& sequence) {
  const std::int64_t matches = most_matches(sequence);
  return {.true_positives = matches,
          .false_positives = sum(sequence.track_lengths) - matches,
          .false_negatives = sum(sequence.truth_lengths) - matches};
}

double idf1(const IdentityCounts& counts) {
  const std::int64_t boxes = 2 * counts.true_positives + counts.false_positives + counts.false_negatives;
  return boxes > 0 ? 2 * static_cast<double>(counts.true_positives) / static_cast<double>(boxes) : 0;
}

}  // namespace brigade::eval
