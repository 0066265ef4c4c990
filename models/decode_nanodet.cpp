#include "models/decode_nanodet.hpp"

#include "models/any_reaches.hpp"
#include "models/suppression.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace brigade::models {

namespace {

constexpr int kSides = 4;
constexpr float kOverlap = 0.6F;
/// Suppression compares candidates with each other, so their number is bounded, as upstream does.
constexpr std::size_t kCandidates = 1000;

/// The mean of a distribution over 0, 1, 2, ... that is given as logits.
float expectation(const float* logits) {
  const float largest = *std::max_element(logits, logits + kNanodetBins);
  float sum = 0;
  float weighted = 0;
  for (int bin = 0; bin < kNanodetBins; ++bin) {
    const float share = std::exp(logits[bin] - largest);
    sum += share;
    weighted += share * static_cast<float>(bin);
  }
  return weighted / sum;
}

vision::Box box_at(const float* distributions, int row, int column, float stride) {
  std::array<float, kSides> side{};
  for (int i = 0; i < kSides; ++i) {
    side[static_cast<std::size_t>(i)] = stride * expectation(distributions + std::ptrdiff_t{i} * kNanodetBins);
  }
  const float centre_x = (static_cast<float>(column) + 0.5F) * stride;
  const float centre_y = (static_cast<float>(row) + 0.5F) * stride;
  return {.x = centre_x - side[0], .y = centre_y - side[1], .width = side[0] + side[2], .height = side[1] + side[3]};
}

void decode_level(const TensorView& level, float stride, const DecodingOptions& options,
                  std::vector<vision::Detection>& detections) {
  const float threshold = logit(options.score);
  const int classes = level.channels - kSides * kNanodetBins;
  const CategoryRange range = categories_wanted(options, classes);
  const auto take = [&](int row, int column, int category) {
    const float* cell = level.at(row, column);
    if (cell[category] >= threshold) {
      detections.push_back(
          {.box = box_at(cell + classes, row, column, stride), .score = sigmoid(cell[category]), .category = category});
    }
  };
  for (int row = 0; row < level.height; ++row) {
    for (int column = 0; column < level.width; ++column) {
      if (any_reaches({level.at(row, column) + range.first, range.count}, threshold)) {
        for_each_category(options, classes, [&](int category) { take(row, column, category); });
      }
    }
  }
}

}  // namespace

void decode_nanodet(std::span<const TensorView> levels, const DecodingOptions& options,
                    std::vector<vision::Detection>& detections) {
  detections.clear();
  for (std::size_t level = 0; level < levels.size(); ++level) {
    decode_level(levels[level], static_cast<float>(kNanodetFirstStride << level), options, detections);
  }
  keep_best(detections, kCandidates);
  suppress_overlaps(detections, kOverlap, options.most);
}

}  // namespace brigade::models
