#pragma once

#include "vision/similarity.hpp"

#include <optional>
#include <span>

namespace brigade::stages {

/// A place in one picture and where it was found in the next.
struct Match {
  vision::Point from;
  vision::Point to;
};

/// Whether a match is what `motion` says, to within `tolerance` pixels.
[[nodiscard]] bool agrees(const Match& match, const vision::Similarity& motion, double tolerance);

/// The motion that most matches agree with, as far as it is one that a camera makes from frame to frame (it turns by
/// less than some 17 degrees and zooms by less than a fifth); nothing where there is none. Matches may be wrong, up to
/// half of them and more.
///
/// RANSAC (Fischler and Bolles, 1981) over pairs of matches, then least squares over those that agree. Its pairs are
/// drawn from the same seed each time, so equal matches give equal motions, bit by bit. Allocates nothing.
[[nodiscard]] std::optional<vision::Similarity> fit_similarity(std::span<const Match> matches, double tolerance);

}  // namespace brigade::stages
