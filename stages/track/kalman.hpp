#pragma once

#include "stages/track/motion_axis.hpp"
#include "stages/track/tracking_signal.hpp"
#include "vision/geometry.hpp"
#include "vision/similarity.hpp"

#include <array>

namespace brigade::stages {

/// How fast a box may change and how far a detector's box may be off, as fractions of the box's longer side, so that
/// one set of numbers serves near and far objects alike.
///
/// SORT, DeepSORT and ByteTrack scale by the height, because they follow persons only; a car is wider than tall. Their
/// process noise is given by frame and silently assumes about 30 of them a second; these are rates by second. The
/// values lie in the middle of a plateau measured over the MOT15 training sequences, 7 to 30 frames a second.
struct BoxMotionNoise {
  double measurement = 0.175;     ///< standard deviation of a detected centre and size
  double drift = 0.02;            ///< of the centre and size after one second, without inertia: limbs, camera shake
  double acceleration = 0.45;     ///< of the velocity after one second: turning, stopping, setting off
  double lag = 3;                 ///< TrackingSignal of the centre's errors above which a filter holds itself less sure
  double initial_velocity = 1.5;  ///< of the velocity, per second, before a second detection tells more
};

/// Constant-velocity Kalman filter over one box: centre and size, each with its velocity.
///
/// The state of SORT (Bewley et al., 2016) with width and height instead of area and aspect, as in BoT-SORT (Aharon et
/// al., 2022): width then has a velocity too, which a person turning or walking out of the picture needs. With the
/// noise independent on each of the four axes, the usual 8x8 filter falls apart into four filters of 2x2 without any
/// approximation, which needs no matrix library and no inversion.
/// Velocity is driven by white noise, and position by a little more.
///
/// Who turns sharply, or is seen by a camera that swings, does more than that noise allows, which is meant for walkers.
/// The centre's errors then keep to one side, which a TrackingSignal sees, and the filter trusts the detections more.
class BoxFilter {
 public:
  /// At rest at `box`, which has finite numbers and an extent above 0.
  explicit BoxFilter(const vision::Box& box, const BoxMotionNoise& noise = {});

  /// Moves the state `seconds` ahead. Anything but a time above 0 changes nothing.
  void predict(double seconds);

  /// Takes a detected box, which has finite numbers and an extent above 0.
  void update(const vision::Box& box);

  /// The camera has moved: everything that is known about the box, as seen by the camera afterwards. Position and
  /// velocity of the centre turn and grow, size and its velocity grow (see vision::apply). A turn would also make the
  /// errors of x and y depend on each other; that is left out, which is exact without a turn and small for a small one.
  void transform(const vision::Similarity& motion);

  /// The present estimate. Its width and height are never below 1 pixel, however long it was shrinking.
  [[nodiscard]] vision::Box box() const;

  /// Pixels a second: of the centre's x and y, then of width and height.
  [[nodiscard]] std::array<double, 4> velocity() const;

 private:
  [[nodiscard]] double longer_side() const;

  BoxMotionNoise noise_;
  std::array<TrackingSignal, 2> signals_;  ///< centre x, centre y
  std::array<MotionAxis, 4> axes_;         ///< centre x, centre y, width, height
};

}  // namespace brigade::stages
