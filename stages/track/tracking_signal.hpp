#pragma once

#include "stages/track/motion_axis.hpp"

namespace brigade::stages {

/// Tells errors that lean to one side from errors that come and go by chance: the tracking signal of Trigg (Monitoring
/// a forecasting system, 1964), here as squares. A filter whose object does more than the filter thought possible lags
/// behind, always on the same side, however small the errors are beside the noise that it assumes.
class TrackingSignal {
 public:
  /// Takes the next error and answers how many times as large the square of the mean error is as chance would make it:
  /// around 1 for errors that know nothing of each other, at most `kMost` where all are the same. Both means forget, by
  /// a share of `kForgetting` at each error.
  double take(double error);

  static constexpr double kForgetting = 0.3;
  static constexpr double kMost = (2 - kForgetting) / kForgetting;

 private:
  double mean_ = 0;
  double mean_square_ = 0;
};

/// The axis as it should meet its next measurement: held less sure where the signal of its errors, which takes this one
/// too, is above `threshold`, the more, the more it is.
[[nodiscard]] MotionAxis doubted(const MotionAxis& axis, TrackingSignal& signal, double measured, double threshold);

}  // namespace brigade::stages
