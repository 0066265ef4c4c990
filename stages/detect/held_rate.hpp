#pragma once

#include "stages/detect/size_controller.hpp"
#include "stages/live_controls.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace brigade::stages {

/// A rate of detections that is to be held, and what has been done for it.
struct HeldRate {
  RateWish wish;
  int size = 0;  ///< side of the input now, pixels
  int threads = 1;
  std::vector<SizeChange> changes;
};

/// Takes note of a change.
void add(HeldRate& held, const SizeChange& change);

/// `held_rate` of docs/report.md.
[[nodiscard]] nlohmann::ordered_json to_json(const HeldRate& held, double detections_per_second);

}  // namespace brigade::stages
