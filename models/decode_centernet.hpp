#pragma once

#include "models/class_logits.hpp"
#include "models/decoding.hpp"
#include "vision/detection.hpp"

#include <functional>
#include <span>
#include <vector>

namespace brigade::models {

/// Pixels of the network's input from one cell to the next. A cell stands for the place of its upper left corner.
inline constexpr int kCenternetStride = 4;

/// What the network says of one cell: the distances from its corner at (4 column, 4 row) to the left, upper, right and
/// lower edge of the object. Valid until the next call.
using SidesOfCell = std::function<std::span<const float>(int row, int column)>;

/// Objects as points (Zhou et al. 2019, arXiv:1904.07850): every cell whose logit of a class is the largest among its
/// 3x3 neighbours is an object; no suppression is needed. Of equal neighbours the first in reading order counts.
///
/// Logits are looked at where one of some neighbours passes and is there (so `classes` must have `largest`); `sides` is
/// asked of the objects that are kept alone.
/// `detections` is overwritten, with boxes in pixels of the network's input, the best first.
void decode_centernet(const ClassLogits& classes, const SidesOfCell& sides, const DecodingOptions& options,
                      std::vector<vision::Detection>& detections);

}  // namespace brigade::models
