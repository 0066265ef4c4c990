#pragma once

#include "common/result.hpp"
#include "models/detector.hpp"
#include "stages/detect/size_controller.hpp"

#include <functional>

namespace brigade::stages {

/// A rate of detections to hold by changing the size of the detector's input.
struct RateHolding {
  RateWish wish;
  /// Makes the same detector with an input of another size. Called by the detect stage, on its thread.
  std::function<Result<models::Detector>(int size)> plan;
};

/// For a detector of these options: between its own size and the least at which objects are still found, or its own
/// where that is less. Fails for a rate that is no rate, and as models::find_model does.
[[nodiscard]] Result<RateHolding> hold_rate(double per_second, const models::DetectorOptions& detector);

}  // namespace brigade::stages
