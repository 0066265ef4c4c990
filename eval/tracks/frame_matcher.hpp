#pragma once

#include "eval/tracks/judged_sequence.hpp"
#include "stages/track/assignment.hpp"

#include <span>
#include <vector>

namespace brigade::eval {

/// Pairs the boxes of a frame one to one. Keeps its buffers from frame to frame; one thread at a time.
class FrameMatcher {
 public:
  /// The overlaps of the frame whose weights have the greatest sum, each box in at most one of them, in the frame's
  /// order. `weights` holds one for each overlap; one of 0 or less is never chosen. Valid until the next call.
  std::span<const Overlap> match(const JudgedFrame& frame, std::span<const double> weights);

 private:
  stages::AssignmentSolver solver_;
  std::vector<double> costs_;
  std::vector<Overlap> chosen_;
};

}  // namespace brigade::eval
