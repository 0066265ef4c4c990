#pragma once

#include "vision/detection.hpp"

#include <cstddef>
#include <vector>

namespace brigade::models {

/// Greedy non-maximum suppression within each category: of detections ordered best first, drops each that overlaps a
/// better one of its category that was kept by more than `threshold` (IoU), and stops at `most` kept. Keeps the order.
void suppress_overlaps(std::vector<vision::Detection>& detections, float threshold, std::size_t most);

}  // namespace brigade::models
