#include "eval/tracks/frame_matcher.hpp"

#include <limits>

namespace brigade::eval {

std::span<const Overlap> FrameMatcher::match(const JudgedFrame& frame, std::span<const double> weights) {
  const std::size_t columns = frame.tracks.size();
  costs_.assign(frame.truth.size() * columns, std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < frame.overlaps.size(); ++i) {
    const Overlap& overlap = frame.overlaps[i];
    costs_[overlap.truth * columns + overlap.track] = -weights[i];
  }
  // To stay alone costs nothing, so the solver makes no pair of a weight of 0 or less.
  const auto column_of_row =
      solver_.solve(costs_, static_cast<int>(frame.truth.size()), static_cast<int>(columns), 0.0);
  chosen_.clear();
  for (const Overlap& overlap : frame.overlaps) {
    if (column_of_row[overlap.truth] == static_cast<int>(overlap.track)) {
      chosen_.push_back(overlap);
    }
  }
  return chosen_;
}

}  // namespace brigade::eval
