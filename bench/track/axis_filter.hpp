#pragma once

namespace brigade::bench {

/// Constant-velocity Kalman filter of one coordinate, a step a frame. The filters of SORT and ByteTrack have seven and
/// eight states, but their matrices of noise are diagonal, so they are four of these without any approximation.
struct AxisFilter {
  double position = 0;
  double velocity = 0;
  double position_variance = 0;
  double covariance = 0;
  double velocity_variance = 0;

  void predict(double position_noise, double velocity_noise) {
    position += velocity;
    position_variance += 2 * covariance + velocity_variance + position_noise;
    covariance += velocity_variance;
    velocity_variance += velocity_noise;
  }

  void update(double measured, double measurement_noise) {
    const double total = position_variance + measurement_noise;
    const double gain = position_variance / total;
    const double velocity_gain = covariance / total;
    const double innovation = measured - position;
    position += gain * innovation;
    velocity += velocity_gain * innovation;
    velocity_variance -= velocity_gain * covariance;
    covariance -= gain * covariance;
    position_variance -= gain * position_variance;
  }
};

}  // namespace brigade::bench
