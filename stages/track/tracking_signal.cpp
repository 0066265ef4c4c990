#include "stages/track/tracking_signal.hpp"

#include <algorithm>

namespace brigade::stages {

double TrackingSignal::take(double error) {
  mean_ += kForgetting * (error - mean_);
  mean_square_ += kForgetting * (error * error - mean_square_);
  // The mean of independent errors varies by kForgetting / (2 - kForgetting) of their own variance.
  return mean_square_ > 0 ? kMost * mean_ * mean_ / mean_square_ : 0;
}

MotionAxis doubted(const MotionAxis& axis, TrackingSignal& signal, double measured, double threshold) {
  return less_sure(axis, 1 + std::max(signal.take(measured - axis.position) - threshold, 0.0));
}

}  // namespace brigade::stages
