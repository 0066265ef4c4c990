#pragma once

#include "models/decoding.hpp"
#include "models/network/network.hpp"
#include "vision/detection.hpp"

#include <span>
#include <vector>

namespace brigade::models {

/// Bins of the distribution that stands for one distance: 0 to 10 strides.
inline constexpr int kNanodetBins = 11;

/// Of the first level, pixels of the network's input; each of the next has twice the one before.
inline constexpr int kNanodetFirstStride = 8;

/// Generalised focal loss (Li et al. 2020, arXiv:2006.04388), as NanoDet uses it: a cell has a logit for each class
/// and, for each side of its box, a distribution of the distance from the cell's centre. Boxes of one class that
/// overlap by more than an IoU of 0.6 are suppressed.
///
/// `levels` are the outputs at strides 8, 16, 32, ...: height x width x (classes + 4 x 11), the sides in the order
/// left, upper, right, lower. `detections` is overwritten, with boxes in pixels of the network's input, the best first.
void decode_nanodet(std::span<const TensorView> levels, const DecodingOptions& options,
                    std::vector<vision::Detection>& detections);

}  // namespace brigade::models
