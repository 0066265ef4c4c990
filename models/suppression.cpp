#include "models/suppression.hpp"

#include "vision/geometry.hpp"

#include <algorithm>

namespace brigade::models {

void suppress_overlaps(std::vector<vision::Detection>& detections, float threshold, std::size_t most) {
  auto kept_end = detections.begin();
  for (auto candidate = detections.begin(); candidate != detections.end(); ++candidate) {
    if (static_cast<std::size_t>(kept_end - detections.begin()) == most) {
      break;
    }
    const bool suppressed = std::any_of(detections.begin(), kept_end, [&](const vision::Detection& kept) {
      return kept.category == candidate->category && intersection_over_union(kept.box, candidate->box) > threshold;
    });
    if (!suppressed) {
      *kept_end++ = *candidate;
    }
  }
  detections.erase(kept_end, detections.end());
}

}  // namespace brigade::models
