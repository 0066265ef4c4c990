#include "eval/detections/average_precision.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

namespace brigade::eval {
namespace {

constexpr std::size_t kThresholds = 10;
constexpr std::size_t kThreshold50 = 0;
constexpr std::size_t kThreshold75 = 5;
constexpr std::size_t kDetectionsPerImage = 100;
constexpr int kRecallSteps = 100;

/// IoU .50, .55 … .95.
constexpr double threshold(std::size_t index) { return static_cast<double>(50 + 5 * index) / 100.0; }

/// Indices by falling score, of equal scores in the order given. (std::stable_sort of libstdc++ 12 cannot be had
/// without warnings under clang.)
template <typename Scored>
std::vector<std::size_t> by_falling_score(const std::vector<Scored>& items) {
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    return items[a].score != items[b].score ? items[a].score > items[b].score : a < b;
  });
  return order;
}

/// One detection, and at which thresholds it found an object.
struct Judgement {
  float score = 0;
  std::bitset<kThresholds> hits;
};

/// Intersection over union, in double as pycocotools has it: in float an IoU that equals a threshold may fall below it.
double overlap_of(const vision::Box& a, const vision::Box& b) {
  const double width = std::min(double{a.x} + a.width, double{b.x} + b.width) - std::max(a.x, b.x);
  const double height = std::min(double{a.y} + a.height, double{b.y} + b.height) - std::max(a.y, b.y);
  if (width <= 0 || height <= 0) {
    return 0;
  }
  const double shared = width * height;
  return shared / (double{a.width} * a.height + double{b.width} * b.height - shared);
}

std::vector<vision::Box> boxes_of(const std::vector<TrueObject>& truth, int category) {
  std::vector<vision::Box> boxes;
  for (const TrueObject& object : truth) {
    if (object.category == category) {
      boxes.push_back(object.box);
    }
  }
  return boxes;
}

/// The best detections of a category, by falling score.
std::vector<vision::Detection> best_of(const std::vector<vision::Detection>& detections, int category) {
  std::vector<vision::Detection> best;
  for (const std::size_t index : by_falling_score(detections)) {
    if (detections[index].category == category && best.size() < kDetectionsPerImage) {
      best.push_back(detections[index]);
    }
  }
  return best;
}

/// Index of the largest overlap that reaches the threshold, of objects not yet claimed there. Of equal ones the last,
/// as in pycocotools.
std::optional<std::size_t> best_unclaimed(const std::vector<double>& overlaps,
                                          const std::vector<std::bitset<kThresholds>>& claimed, std::size_t at) {
  std::optional<std::size_t> best;
  double needed = threshold(at);
  for (std::size_t object = 0; object < overlaps.size(); ++object) {
    if (!claimed[object][at] && overlaps[object] >= needed) {
      best = object;
      needed = overlaps[object];
    }
  }
  return best;
}

/// Judges the detections of one category in one image, which come by falling score.
void judge_image(const std::vector<vision::Box>& objects, const std::vector<vision::Detection>& detections,
                 std::vector<Judgement>& judgements) {
  std::vector<std::bitset<kThresholds>> claimed(objects.size());
  std::vector<double> overlaps(objects.size());
  for (const vision::Detection& detection : detections) {
    std::ranges::transform(objects, overlaps.begin(),
                           [&](const vision::Box& object) { return overlap_of(detection.box, object); });
    Judgement judgement{.score = detection.score, .hits = {}};
    for (std::size_t at = 0; at < kThresholds; ++at) {
      if (const auto object = best_unclaimed(overlaps, claimed, at)) {
        claimed[*object].set(at);
        judgement.hits.set(at);
      }
    }
    judgements.push_back(judgement);
  }
}

/// Mean of the interpolated precision over the 101 recalls; objects > 0.
double interpolated_precision(const std::vector<Judgement>& judgements, const std::vector<std::size_t>& order,
                              std::size_t at, std::int64_t objects) {
  std::vector<double> precision;
  std::vector<double> recall;
  double hits = 0;
  for (const std::size_t index : order) {
    hits += judgements[index].hits[at] ? 1 : 0;
    recall.push_back(hits / static_cast<double>(objects));
    precision.push_back(hits / static_cast<double>(recall.size()));
  }
  // The best precision at this recall or a higher one.
  std::partial_sum(precision.rbegin(), precision.rend(), precision.rbegin(),
                   [](double a, double b) { return std::max(a, b); });
  double sum = 0;
  for (int step = 0; step <= kRecallSteps; ++step) {
    // The product, not step / 100.0, is what numpy.linspace gives pycocotools.
    const auto reached = std::ranges::lower_bound(recall, 0.01 * step);
    if (reached == recall.end()) {
      break;
    }
    sum += precision[static_cast<std::size_t>(reached - recall.begin())];
  }
  return sum / (kRecallSteps + 1);
}

CategoryScores score_category(std::span<const JudgedImage> images, int category, std::int64_t objects) {
  std::vector<Judgement> judgements;
  for (const JudgedImage& image : images) {
    judge_image(boxes_of(image.truth, category), best_of(image.detections, category), judgements);
  }
  const std::vector<std::size_t> order = by_falling_score(judgements);
  std::array<double, kThresholds> precision{};
  for (std::size_t at = 0; at < kThresholds; ++at) {
    precision.at(at) = interpolated_precision(judgements, order, at, objects);
  }
  return {.category = category,
          .objects = objects,
          .precision = {.ap = std::accumulate(precision.begin(), precision.end(), 0.0) / kThresholds,
                        .ap50 = precision[kThreshold50],
                        .ap75 = precision[kThreshold75]}};
}

AveragePrecision mean_over(const std::vector<CategoryScores>& categories) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (categories.empty()) {
    return {.ap = kNone, .ap50 = kNone, .ap75 = kNone};
  }
  const auto mean = [&](double AveragePrecision::* figure) {
    double sum = 0;
    for (const CategoryScores& scores : categories) {
      sum += scores.precision.*figure;
    }
    return sum / static_cast<double>(categories.size());
  };
  return {
      .ap = mean(&AveragePrecision::ap), .ap50 = mean(&AveragePrecision::ap50), .ap75 = mean(&AveragePrecision::ap75)};
}

}  // namespace

DetectionScores average_precision(std::span<const JudgedImage> images) {
  DetectionScores scores;
  scores.images = static_cast<std::int64_t>(images.size());
  std::map<int, std::int64_t> objects_of;
  for (const JudgedImage& image : images) {
    scores.objects += static_cast<std::int64_t>(image.truth.size());
    scores.detections += static_cast<std::int64_t>(image.detections.size());
    for (const TrueObject& object : image.truth) {
      ++objects_of[object.category];
    }
  }
  for (const auto& [category, objects] : objects_of) {
    scores.categories.push_back(score_category(images, category, objects));
  }
  scores.mean = mean_over(scores.categories);
  return scores;
}

}  // namespace brigade::eval
