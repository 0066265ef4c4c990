#pragma once

#include "eval/detections/average_precision.hpp"

#include <span>

namespace brigade::tests {

/// COCO's average precision of one category at one IoU threshold, as its definition reads and as slow: detections of
/// all images claim objects in one common order of scores; the precision at a recall is looked for among all of them.
[[nodiscard]] double reference_average_precision(std::span<const eval::JudgedImage> images, int category,
                                                 double threshold);

}  // namespace brigade::tests
