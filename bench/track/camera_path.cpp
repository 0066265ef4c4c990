#include "bench/track/camera_path.hpp"

#include <algorithm>
#include <cmath>

namespace brigade::bench {

void CameraPath::advance(double seconds) {
  constexpr double kStays = 2.0 / 3;
  constexpr double kTurnAfter = 1.5;  // seconds
  swing_x_ = kStays * swing_x_ + options_.shake * random_->normal();
  swing_y_ = kStays * swing_y_ + options_.shake * random_->normal();
  if (random_->chance(seconds / kTurnAfter)) {
    wanted_speed_ = options_.pan * random_->between(-1, 1);
  }
  if (std::abs(pan_) > kReach) {
    wanted_speed_ = pan_ > 0 ? -std::abs(wanted_speed_) : std::abs(wanted_speed_);
  }
  // To full speed in half a second.
  const double most = 2 * options_.pan * seconds;
  speed_ += std::clamp(wanted_speed_ - speed_, -most, most);
  pan_ += speed_ * seconds;
}

}  // namespace brigade::bench
