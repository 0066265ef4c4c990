#pragma once

#include "eval/detections/average_precision.hpp"

#include <cstdint>
#include <vector>

namespace brigade::tests {

/// Images with a few objects of three categories each, and detections around them: shifted, doubled, of a wrong
/// category, of nothing. Scores are tenths, so that many are equal; boxes are whole pixels, so that many overlaps are.
[[nodiscard]] std::vector<eval::JudgedImage> random_judged_images(std::uint32_t seed, int images,
                                                                  int detections_per_image);

}  // namespace brigade::tests
