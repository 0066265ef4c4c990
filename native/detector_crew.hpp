#pragma once

#include "common/result.hpp"

#include <optional>

namespace brigade::native {

/// How the machine's cores are shared among detectors.
struct DetectorCrew {
  int detectors = 1;  ///< that work side by side, each on frames of its own
  int threads = 1;    ///< of each detector
};

/// What the user asks for; what is left open is chosen.
struct CrewWish {
  std::optional<int> detectors = std::nullopt;
  std::optional<int> threads = std::nullopt;
};

/// Where frames may be shared out among detectors and none is to be early: as many detectors as there are cores, with a
/// thread each, since threads that share one network wait for each other at every operator. Where one detector does it
/// all: as many threads as there are cores but one, which the other stages share. Fails for fewer than one detector or
/// more than kMostDetectors; threads are checked by Detector::create.
[[nodiscard]] Result<DetectorCrew> choose_crew(const CrewWish& wish, int cores, bool side_by_side);

inline constexpr int kMostDetectors = 64;

}  // namespace brigade::native
