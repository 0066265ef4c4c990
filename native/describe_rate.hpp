#pragma once

#include "stages/detect/held_rate.hpp"

#include <string>

namespace brigade::native {

/// What has changed and why, one line for people.
[[nodiscard]] std::string describe(const stages::SizeChange& change, const stages::RateWish& wish);

/// How well the rate was held: "held 14.8 of 15 detections/s: 416 px, 2 threads, 1 change". `utilisation`: of the
/// detect stage, 0..1.
[[nodiscard]] std::string describe(const stages::HeldRate& held, double detections_per_second, double utilisation);

}  // namespace brigade::native
