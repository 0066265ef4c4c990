#include "models/decode_centernet.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace brigade::models {

namespace {

/// Whether any of the logits reaches the threshold; hardly any cell goes past this, so it is written to be vectorised.
bool any_reaches(const float* logits, int count, float threshold) {
  unsigned reached = 0;
  for (int i = 0; i < count; ++i) {
    reached |= static_cast<unsigned>(logits[i] >= threshold);
  }
  return reached != 0;
}

/// Whether the logit is the largest of its category among its neighbours; of equal ones, the first in reading order.
bool is_peak(const TensorView& logits, int row, int column, int category) {
  const float value = logits.at(row, column)[category];
  for (int y = std::max(row - 1, 0); y <= std::min(row + 1, logits.height - 1); ++y) {
    for (int x = std::max(column - 1, 0); x <= std::min(column + 1, logits.width - 1); ++x) {
      const float neighbour = logits.at(y, x)[category];
      const bool earlier = y < row || (y == row && x < column);
      if (earlier ? !(value > neighbour) : (value < neighbour)) {
        return false;
      }
    }
  }
  return true;
}

vision::Box box_at(const TensorView& sides, int row, int column) {
  const float* side = sides.at(row, column);
  const auto x = static_cast<float>(kCenternetStride * column);
  const auto y = static_cast<float>(kCenternetStride * row);
  return {.x = x - side[0], .y = y - side[1], .width = side[0] + side[2], .height = side[1] + side[3]};
}

}  // namespace

void decode_centernet(const TensorView& logits, const TensorView& sides, const DecodingOptions& options,
                      std::vector<vision::Detection>& detections) {
  detections.clear();
  const float threshold = logit(options.score);
  const auto take = [&](int row, int column, int category) {
    const float value = logits.at(row, column)[category];
    if (value >= threshold && is_peak(logits, row, column, category)) {
      detections.push_back({.box = box_at(sides, row, column), .score = sigmoid(value), .category = category});
    }
  };
  for (int row = 0; row < logits.height; ++row) {
    for (int column = 0; column < logits.width; ++column) {
      if (!options.categories.empty()) {
        std::ranges::for_each(options.categories, [&](int category) { take(row, column, category); });
      } else if (any_reaches(logits.at(row, column), logits.channels, threshold)) {
        for (int category = 0; category < logits.channels; ++category) {
          take(row, column, category);
        }
      }
    }
  }
  keep_best(detections, options.most);
}

}  // namespace brigade::models
