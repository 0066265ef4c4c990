#pragma once

#include "stages/detect/size_controller.hpp"
#include "stages/live_controls.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace brigade::native {

/// A rate of detections that was to be held, and what became of it.
struct HeldRate {
  stages::RateWish wish;
  int size = 0;  ///< side of the input at the end, pixels
  int threads = 1;
  std::vector<stages::SizeChange> changes;
};

/// What has changed and why, one line for people.
[[nodiscard]] std::string describe(const stages::SizeChange& change, const stages::RateWish& wish);

/// How well the rate was held: "held 14.8 of 15 detections/s: 416 px, 2 threads, 1 change". `utilisation`: of the
/// detect stage, 0..1.
[[nodiscard]] std::string describe(const HeldRate& held, double detections_per_second, double utilisation);

/// The report's part about it; docs/report.md describes every field.
[[nodiscard]] nlohmann::ordered_json to_json(const HeldRate& held, double detections_per_second);

}  // namespace brigade::native
