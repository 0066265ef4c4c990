#include "models/decode_centernet.hpp"

#include "models/any_reaches.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace brigade::models {

namespace {

/// Whether the logit is the largest of its category among its neighbours; of equal ones, the first in reading order.
bool is_peak(const ClassLogits& classes, int row, int column, int category) {
  const TensorView& logits = classes.logits;
  const float value = logits.at(row, column)[category];
  for (int y = std::max(row - 1, 0); y <= std::min(row + 1, logits.height - 1); ++y) {
    for (int x = std::max(column - 1, 0); x <= std::min(column + 1, logits.width - 1); ++x) {
      const float neighbour = classes.at(y, x, category);
      const bool earlier = y < row || (y == row && x < column);
      if (earlier ? !(value > neighbour) : (value < neighbour)) {
        return false;
      }
    }
  }
  return true;
}

/// A peak before its sides are asked for: a detection whose box is the corner of its cell.
vision::Detection peak_at(int row, int column, int category, float score) {
  return {.box = {.x = static_cast<float>(kCenternetStride * column),
                  .y = static_cast<float>(kCenternetStride * row),
                  .width = 0,
                  .height = 0},
          .score = score,
          .category = category};
}

/// The box around the corner of a cell.
vision::Box box_around(const vision::Box& corner, const SidesOfCell& sides) {
  const std::span<const float> side =
      sides(static_cast<int>(corner.y) / kCenternetStride, static_cast<int>(corner.x) / kCenternetStride);
  return {.x = corner.x - side[0], .y = corner.y - side[1], .width = side[0] + side[2], .height = side[1] + side[3]};
}

/// Drops peaks that `most` others are better than, whatever their sides. Peaks equal to the last that is kept stay all:
/// their boxes decide.
void drop_beaten(std::vector<vision::Detection>& peaks, std::size_t most) {
  if (most == 0 || peaks.size() <= most) {
    return;
  }
  const auto better = [](const vision::Detection& a, const vision::Detection& b) {
    return a.score != b.score ? a.score > b.score : a.category < b.category;
  };
  const auto last = peaks.begin() + static_cast<std::ptrdiff_t>(most - 1);
  std::ranges::nth_element(peaks, last, better);
  const vision::Detection least = *last;
  std::erase_if(peaks, [&](const vision::Detection& peak) { return better(least, peak); });
}

/// Calls `take(row, column)` for every cell that any of the range's logits makes worth a look.
template <typename Take>
void visit_cells(const ClassLogits& classes, CategoryRange range, float threshold, Take take) {
  const auto& [logits, largest, least_kept] = classes;
  for (int row = 0; row < logits.height; ++row) {
    for (int group = 0; group < largest.width; ++group) {
      if (*largest.at(row, group) < threshold) {
        continue;
      }
      const int first = group * kSearchedPixels;
      for (int column = first; column < std::min(first + kSearchedPixels, logits.width); ++column) {
        if (any_reaches({logits.at(row, column) + range.first, range.count}, threshold)) {
          take(row, column);
        }
      }
    }
  }
}

}  // namespace

void decode_centernet(const ClassLogits& classes, const SidesOfCell& sides, const DecodingOptions& options,
                      std::vector<vision::Detection>& detections) {
  detections.clear();
  const TensorView& logits = classes.logits;
  const float threshold = std::max(logit(options.score), classes.least_kept);
  const auto take = [&](int row, int column, int category) {
    const float value = logits.at(row, column)[category];
    if (value >= threshold && is_peak(classes, row, column, category)) {
      detections.push_back(peak_at(row, column, category, sigmoid(value)));
    }
  };
  visit_cells(classes, categories_wanted(options, logits.channels), threshold, [&](int row, int column) {
    for_each_category(options, logits.channels, [&](int category) { take(row, column, category); });
  });
  drop_beaten(detections, options.most);
  for (vision::Detection& detection : detections) {
    detection.box = box_around(detection.box, sides);
  }
  keep_best(detections, options.most);
}

}  // namespace brigade::models
