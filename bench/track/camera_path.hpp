#pragma once

#include "bench/track/random.hpp"
#include "bench/track/scene.hpp"

namespace brigade::bench {

/// Where a camera that is held by hand, or pans, looks: the world's point at the picture's top left corner.
class CameraPath {
 public:
  /// How far from its start a panning camera goes.
  static constexpr double kReach = 300;

  CameraPath(const CameraOptions& options, Random& random) : options_(options), random_(&random) {}

  void advance(double seconds);

  [[nodiscard]] double x() const { return pan_ + swing_x_; }
  [[nodiscard]] double y() const { return swing_y_; }

 private:
  CameraOptions options_;
  Random* random_;
  double swing_x_ = 0;
  double swing_y_ = 0;
  double pan_ = 0;
  double speed_ = 0;
  double wanted_speed_ = 0;
};

}  // namespace brigade::bench
