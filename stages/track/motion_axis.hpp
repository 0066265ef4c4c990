#pragma once

namespace brigade::stages {

/// One coordinate that moves at a nearly constant velocity, as a Kalman filter knows it: the estimates and their
/// covariance.
struct MotionAxis {
  double position = 0;
  double velocity = 0;  ///< per second
  double position_variance = 0;
  double covariance = 0;
  double velocity_variance = 0;
};

/// White noise that drives the motion, as variances that grow by second: noise then grows with time and not with the
/// number of steps, so two predictions by half the time are one by the whole.
struct MotionDensity {
  double position = 0;
  double velocity = 0;
};

/// The axis `seconds` later, which are not below 0.
[[nodiscard]] MotionAxis predicted(const MotionAxis& axis, double seconds, const MotionDensity& density);

/// The axis after its position was measured with this variance.
[[nodiscard]] MotionAxis updated(const MotionAxis& axis, double measured, double variance);

/// The axis in the light of all that was measured later, too: one backward step of the smoother of Rauch, Tung and
/// Striebel (1965). `foretold` is what predicted() made of `axis` for the time of the next measurement, `next` the
/// smoothed axis there. The variances stay those of the filter: nobody asks for the smoothed ones.
[[nodiscard]] MotionAxis smoothed(const MotionAxis& axis, double seconds, const MotionAxis& foretold,
                                  const MotionAxis& next);

}  // namespace brigade::stages
