#include "models/decoding.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace brigade::models {

namespace {

bool better(const vision::Detection& a, const vision::Detection& b) {
  const auto rest = [](const vision::Detection& d) {
    return std::tuple(d.category, d.box.y, d.box.x, d.box.height, d.box.width);
  };
  return a.score != b.score ? a.score > b.score : rest(a) < rest(b);
}

}  // namespace

CategoryRange categories_wanted(const DecodingOptions& options, int classes) {
  if (options.categories.empty()) {
    return {.first = 0, .count = static_cast<std::size_t>(classes)};
  }
  const int first = options.categories.front();
  return {.first = static_cast<std::size_t>(first),
          .count = static_cast<std::size_t>(options.categories.back() - first + 1)};
}

float logit(float probability) { return std::log(probability) - std::log1p(-probability); }

float sigmoid(float logit) { return 1 / (1 + std::exp(-logit)); }

void keep_best(std::vector<vision::Detection>& detections, std::size_t most) {
  const auto end = detections.begin() + static_cast<std::ptrdiff_t>(std::min(most, detections.size()));
  std::partial_sort(detections.begin(), end, detections.end(), better);
  detections.erase(end, detections.end());
}

}  // namespace brigade::models
