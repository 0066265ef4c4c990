#include "stages/track/motion_axis.hpp"

#include <algorithm>

namespace brigade::stages {

// The integral of white noise on position and velocity over the time (Bar-Shalom et al., Estimation with Applications
// to Tracking and Navigation, 2001, section 6.2).
MotionAxis predicted(const MotionAxis& axis, double seconds, const MotionDensity& density) {
  const double t = seconds;
  MotionAxis next = axis;
  next.position += t * axis.velocity;
  next.position_variance +=
      t * (2 * axis.covariance + t * axis.velocity_variance) + t * density.position + t * t * t / 3 * density.velocity;
  next.covariance += t * axis.velocity_variance + t * t / 2 * density.velocity;
  next.velocity_variance += t * density.velocity;
  return next;
}

// Written so that no variance can become negative by rounding: position_variance is only multiplied by a number in
// 0..1.
MotionAxis updated(const MotionAxis& axis, double measured, double variance) {
  const double total = axis.position_variance + variance;
  const double innovation = measured - axis.position;
  MotionAxis next = axis;
  next.position += axis.position_variance / total * innovation;
  next.velocity += axis.covariance / total * innovation;
  next.velocity_variance = std::max(axis.velocity_variance - axis.covariance * (axis.covariance / total), 0.0);
  next.covariance *= variance / total;
  next.position_variance *= variance / total;
  return next;
}

MotionAxis smoothed(const MotionAxis& axis, double seconds, const MotionAxis& foretold, const MotionAxis& next) {
  // The covariance between now and then, times the inverse of the covariance then: what then tells of now.
  const double determinant =
      foretold.position_variance * foretold.velocity_variance - foretold.covariance * foretold.covariance;
  if (!(determinant > 0)) {
    return axis;
  }
  const double position_position = axis.position_variance + seconds * axis.covariance;
  const double velocity_position = axis.covariance + seconds * axis.velocity_variance;
  const double position_off = next.position - foretold.position;
  const double velocity_off = next.velocity - foretold.velocity;
  const double by_position =
      (foretold.velocity_variance * position_off - foretold.covariance * velocity_off) / determinant;
  const double by_velocity =
      (foretold.position_variance * velocity_off - foretold.covariance * position_off) / determinant;
  MotionAxis result = axis;
  result.position += position_position * by_position + axis.covariance * by_velocity;
  result.velocity += velocity_position * by_position + axis.velocity_variance * by_velocity;
  return result;
}

}  // namespace brigade::stages
