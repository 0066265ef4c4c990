#include "native/detector_crew.hpp"

#include <algorithm>

namespace brigade::native {
namespace {

// Each holds buffers of its own, so that beyond this cores become threads.
constexpr int kMostChosen = 16;

}  // namespace

Result<DetectorCrew> choose_crew(const CrewWish& wish, int cores, bool side_by_side) {
  if (wish.detectors && (*wish.detectors < 1 || *wish.detectors > kMostDetectors)) {
    return failure("{} detectors cannot work side by side: give --detectors 1 to {}", *wish.detectors, kMostDetectors);
  }
  if (!side_by_side) {
    return DetectorCrew{.detectors = wish.detectors.value_or(1),
                        .threads = wish.threads.value_or(std::max(1, cores - 1))};
  }
  const int detectors =
      wish.detectors.value_or(std::clamp(cores / std::max(1, wish.threads.value_or(1)), 1, kMostChosen));
  return DetectorCrew{.detectors = detectors, .threads = wish.threads.value_or(std::max(1, cores / detectors))};
}

}  // namespace brigade::native
