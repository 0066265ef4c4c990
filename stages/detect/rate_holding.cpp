#include "stages/detect/rate_holding.hpp"

#include "models/catalogue.hpp"

#include <algorithm>

namespace brigade::stages {
namespace {

constexpr int kLeastSize = 224;
constexpr double kMostPerSecond = 1000;

}  // namespace

Result<RateHolding> hold_rate(double per_second, const models::DetectorOptions& detector) {
  const bool is_rate = per_second > 0 && per_second <= kMostPerSecond;  // false for NaN as well
  if (!is_rate) {
    return failure("{} detections a second cannot be held: give more than 0, and {} at most", per_second,
                   kMostPerSecond);
  }
  return models::find_model(detector.model).map([&](const models::ModelEntry* model) {
    const int most = detector.size == 0 ? model->size : detector.size;
    return RateHolding{.wish = {.per_second = per_second, .least = std::min(kLeastSize, most), .most = most},
                       .plan = [detector](int size) {
                         models::DetectorOptions resized = detector;
                         resized.size = size;
                         return models::Detector::create(resized);
                       }};
  });
}

}  // namespace brigade::stages
