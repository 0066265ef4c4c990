#pragma once

#include "stages/track/offline/tracklet.hpp"

#include <vector>

namespace brigade::stages {

/// When two tracklets are taken for one object.
struct LinkOptions {
  double longest_gap = 2;         ///< seconds from the end of one to the beginning of the other
  double smallest_height = 0.85;  ///< share of the higher one's height that the lower one must have
  /// How far, in heights, the places foretold from either end may lie from the other: at no gap, and for each second.
  double offset = 0.11;
  double offset_rate = 0.21;
};

/// Joins tracklets of one category whose ends fit each other, the best fitting first, each end used once. A gap of time
/// lies between them. Tracklets come in the order of their first observations and leave in it; what cannot be joined
/// stays as it is.
[[nodiscard]] std::vector<Tracklet> link_tracklets(std::vector<Tracklet> tracklets, const LinkOptions& options = {});

}  // namespace brigade::stages
