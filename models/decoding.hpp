#pragma once

#include "vision/detection.hpp"

#include <cstddef>
#include <vector>

namespace brigade::models {

/// Which detections a decoder keeps.
struct DecodingOptions {
  float score = 0.3F;      ///< those below are left out, 0..1
  std::size_t most = 100;  ///< the best ones are kept
  /// Ascending; empty: all.
  std::vector<int> categories{};  // NOLINT(readability-redundant-member-init): initialisers may leave it out
};

/// Categories that follow each other, the least range that holds all that are wanted.
struct CategoryRange {
  std::size_t first = 0;
  std::size_t count = 0;
};
[[nodiscard]] CategoryRange categories_wanted(const DecodingOptions& options, int classes);

/// Calls `take(category)` for each category that is wanted, of `classes` that there are.
template <typename Take>
void for_each_category(const DecodingOptions& options, int classes, Take take) {
  for (const int category : options.categories) {
    take(category);
  }
  for (int category = 0; options.categories.empty() && category < classes; ++category) {
    take(category);
  }
}

/// The natural logarithm of the odds, the sigmoid's inverse: minus infinity at 0, infinity at 1. Scores can be compared
/// as logits with it, which spares the sigmoid of all that are too small.
[[nodiscard]] float logit(float probability);

[[nodiscard]] float sigmoid(float logit);

/// Orders by score, the best first, and keeps the first `most`. Detections of equal score are ordered by category and
/// place, so that the result does not depend on the order they were found in.
void keep_best(std::vector<vision::Detection>& detections, std::size_t most);

}  // namespace brigade::models
