#include "stages/track/camera_motion/camera_motion.hpp"

#include "stages/track/camera_motion/coarse_shift.hpp"
#include "stages/track/camera_motion/optical_flow.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

namespace brigade::stages {
namespace {

using vision::Point;
using vision::Similarity;

// All in pixels of the reduced picture, of at most 320 in width.
constexpr double kTolerance = 0.7;   // how far a corner may be from where the motion takes it
constexpr double kSmallest = 0.5;    // a motion that takes no corner of the picture farther is noise
constexpr std::size_t kFewest = 16;  // corners that must agree
constexpr double kShare = 0.5;       // and their share of those that were found
constexpr double kStill = 0.3;       // where so many of them stay within half of kSmallest, the camera stands
constexpr double kSpread = 0.5;      // and how much of the picture's width and height lies between them

// Fainter detections are often of things that do not move, and may cover anything.
constexpr float kLeastScore = 0.3F;
constexpr std::size_t kExpectedObjects = 128;
constexpr std::size_t kExpectedFeatures = 512;

double largest_move(const GreyPicture& picture, const Similarity& motion) {
  double largest = 0;
  for (const double x : {0.0, static_cast<double>(picture.width)}) {
    for (const double y : {0.0, static_cast<double>(picture.height)}) {
      const Point moved = apply(motion, Point{.x = x, .y = y});
      largest = std::max(largest, (moved.x - x) * (moved.x - x) + (moved.y - y) * (moved.y - y));
    }
  }
  return std::sqrt(largest);
}

}  // namespace

CameraMotion::CameraMotion() {
  avoided_.reserve(kExpectedObjects);
  features_.reserve(kExpectedFeatures);
  matches_.reserve(kExpectedFeatures);
}

Similarity CameraMotion::update(const vision::ImageView& picture, std::span<const vision::Detection> detections) {
  if (picture.layout != layout_) {
    layout_ = picture.layout;
    reduction_ = reduction_for(layout_.width);
    features_.clear();
  }
  builder_.build(picture, reduction_, next_);
  match_features();
  const Similarity motion = measure();
  std::swap(last_, next_);
  choose_features(detections);
  return motion;
}

void CameraMotion::match_features() {
  matches_.clear();
  if (features_.empty()) {
    return;
  }
  const Point shift = coarse_shift(last_.back(), next_.back());
  constexpr int kCoarse = 1 << (std::tuple_size_v<GreyPyramid> - 1);
  const Point guess{.x = kCoarse * shift.x, .y = kCoarse * shift.y};
  for (const Feature& feature : features_) {
    if (const auto moved = follow(last_, next_, feature, guess)) {
      const Point from{.x = feature.x + 0.5, .y = feature.y + 0.5};
      matches_.push_back({.from = from, .to = {.x = from.x + moved->x, .y = from.y + moved->y}});
    }
  }
}

Similarity CameraMotion::measure() const {
  if (stands_still()) {
    return {};
  }
  const auto motion = fit_similarity(matches_, kTolerance);
  if (!motion || !is_supported(*motion) || is_noise(*motion)) {
    return {};
  }
  return {.a = motion->a, .b = motion->b, .right = reduction_ * motion->right, .down = reduction_ * motion->down};
}

// A moving camera leaves next to nothing where it was. So a bus that fills most of the picture is not taken for it.
bool CameraMotion::stands_still() const {
  const auto still =
      std::ranges::count_if(matches_, [](const Match& match) { return agrees(match, {}, kSmallest / 2); });
  return static_cast<double>(still) > kStill * static_cast<double>(matches_.size());
}

bool CameraMotion::is_supported(const Similarity& motion) const {
  double count = 0;
  Point low{.x = static_cast<double>(next_.front().width), .y = static_cast<double>(next_.front().height)};
  Point high;
  for (const Match& match : matches_) {
    if (agrees(match, motion, kTolerance)) {
      ++count;
      low = {.x = std::min(low.x, match.from.x), .y = std::min(low.y, match.from.y)};
      high = {.x = std::max(high.x, match.from.x), .y = std::max(high.y, match.from.y)};
    }
  }
  return count >= kFewest && count >= kShare * static_cast<double>(matches_.size()) &&
         high.x - low.x >= kSpread * next_.front().width && high.y - low.y >= kSpread * next_.front().height;
}

bool CameraMotion::is_noise(const Similarity& motion) const { return largest_move(next_.front(), motion) <= kSmallest; }

void CameraMotion::choose_features(std::span<const vision::Detection> detections) {
  avoided_.clear();
  const float share = 1.0F / static_cast<float>(reduction_);
  for (const vision::Detection& detection : detections) {
    if (detection.score >= kLeastScore) {
      const vision::Box& box = detection.box;
      avoided_.push_back({box.x * share, box.y * share, box.width * share, box.height * share});
    }
  }
  find_features(last_.front(), avoided_, features_);
}

}  // namespace brigade::stages
