#include "bench/track/simulated_detector.hpp"

#include <algorithm>

namespace brigade::bench {
namespace {

using vision::Box;
using vision::Detection;

constexpr float kLeastScore = 0.05F;
constexpr double kGhostFound = 0.7;  // in how many of its frames

float clamp_score(double score) { return static_cast<float>(std::clamp(score, 0.0, 0.99)); }

}  // namespace

Box cut(const Box& box, int width, int height) {
  const float left = std::max(box.x, 0.0F);
  const float top = std::max(box.y, 0.0F);
  const float right = std::min(box.x + box.width, static_cast<float>(width));
  const float bottom = std::min(box.y + box.height, static_cast<float>(height));
  return {.x = left, .y = top, .width = std::max(right - left, 0.0F), .height = std::max(bottom - top, 0.0F)};
}

double visible_share(const Box& box, std::span<const Box> covers) {
  constexpr int kColumns = 8;
  constexpr int kRows = 12;
  int visible = 0;
  for (int i = 0; i < kColumns * kRows; ++i) {
    const int column = i % kColumns;
    const int row = i / kColumns;
    const float x = box.x + box.width * (static_cast<float>(column) + 0.5F) / kColumns;
    const float y = box.y + box.height * (static_cast<float>(row) + 0.5F) / kRows;
    const bool covered = std::ranges::any_of(covers, [x, y](const Box& cover) {
      return x >= cover.x && x < cover.x + cover.width && y >= cover.y && y < cover.y + cover.height;
    });
    visible += covered ? 0 : 1;
  }
  return static_cast<double>(visible) / (kColumns * kRows);
}

std::optional<Detection> SimulatedDetector::find(const Box& box, double visible) {
  const DetectorModel& model = options_.detector;
  const bool missed = random_->chance(model.miss);
  const double score = model.score * (0.2 + 0.8 * visible) + model.score_spread * random_->normal();
  // Of who is half hidden the box is a guess.
  const Box place = cut(blurred(box, model.jitter * (2 - visible)), options_.width, options_.height);
  if (missed || visible < model.least_visible || area(place) <= 0 || clamp_score(score) < kLeastScore) {
    return std::nullopt;
  }
  return Detection{.box = place, .score = clamp_score(score), .category = 0};
}

std::vector<Detection> SimulatedDetector::find_ghosts(double camera_x, double camera_y) {
  if (random_->chance(options_.detector.ghosts / options_.frames_per_second)) {
    ghosts_.push_back(appear(camera_x, camera_y));
  }
  std::vector<Detection> found;
  for (Ghost& ghost : ghosts_) {
    --ghost.frames_left;
    const bool seen = random_->chance(kGhostFound);
    Box place = blurred(ghost.place, options_.detector.jitter);
    place.x -= static_cast<float>(camera_x);
    place.y -= static_cast<float>(camera_y);
    place = cut(place, options_.width, options_.height);
    const float score = clamp_score(ghost.score + options_.detector.score_spread * random_->normal());
    if (seen && area(place) > 0 && score >= kLeastScore) {
      found.push_back({.box = place, .score = score, .category = 0});
    }
  }
  std::erase_if(ghosts_, [](const Ghost& ghost) { return ghost.frames_left <= 0; });
  return found;
}

Box SimulatedDetector::blurred(const Box& box, double jitter) {
  const double width = box.width * std::max(1 + jitter * random_->normal(), 0.2);
  const double height = box.height * std::max(1 + jitter * random_->normal(), 0.2);
  const double x = box.x + box.width / 2.0 + jitter * box.width * random_->normal();
  const double y = box.y + box.height / 2.0 + jitter * box.height * random_->normal();
  return {.x = static_cast<float>(x - width / 2),
          .y = static_cast<float>(y - height / 2),
          .width = static_cast<float>(width),
          .height = static_cast<float>(height)};
}

// Most are doubted, and gone after a frame or two.
SimulatedDetector::Ghost SimulatedDetector::appear(double camera_x, double camera_y) {
  const double height = random_->between(60, 220);
  const double doubt = random_->roll();
  const double patience = random_->roll();
  return {.place = {.x = static_cast<float>(camera_x + random_->between(0, options_.width - 0.4 * height)),
                    .y = static_cast<float>(camera_y + random_->between(0, options_.height - height)),
                    .width = static_cast<float>(0.4 * height),
                    .height = static_cast<float>(height)},
          .score = 0.15 + 0.55 * doubt * doubt,
          .frames_left = 1 + static_cast<int>(12 * patience * patience)};
}

}  // namespace brigade::bench
