#include "bench/track/sort.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <span>

namespace brigade::bench {
namespace {

using stages::AssignmentSolver;
using vision::Box;

constexpr double kNever = 1e6;  // to stay alone costs more than any pair

struct Measurement {
  double x, y, area, aspect;
};

Measurement measure(const Box& box) {
  const double width = box.width;
  const double height = box.height;
  return {.x = box.x + width / 2, .y = box.y + height / 2, .area = width * height, .aspect = width / height};
}

}  // namespace

void Sort::update(std::span<const vision::Detection> detections, std::vector<vision::TrackedObject>& shown) {
  ++frame_;
  detections_.clear();
  for (const vision::Detection& detection : detections) {
    if (detection.score >= options_.lowest_score) {
      detections_.push_back(detection.box);
    }
  }
  std::ranges::for_each(tracks_, predict);
  std::erase_if(tracks_, vanished);
  associate();
  for (std::size_t i = 0; i < detections_.size(); ++i) {
    if (track_of_[i] == AssignmentSolver::kUnmatched) {
      tracks_.push_back(start(detections_[i], ++last_id_));
    } else {
      update(tracks_[static_cast<std::size_t>(track_of_[i])], detections_[i]);
    }
  }
  show(shown);
  std::erase_if(tracks_, [this](const Track& track) { return track.frames_since_hit > options_.max_age; });
}

Sort::Track Sort::start(const Box& box, std::int64_t id) {
  constexpr double kVariance = 10;
  constexpr double kVelocityVariance = 10000;
  const Measurement measured = measure(box);
  const auto moving = [](double position) {
    return AxisFilter{.position = position, .position_variance = kVariance, .velocity_variance = kVelocityVariance};
  };
  return {.id = id,
          .x = moving(measured.x),
          .y = moving(measured.y),
          .area = moving(measured.area),
          .aspect = {.position = measured.aspect, .position_variance = kVariance}};
}

void Sort::predict(Track& track) {
  if (track.area.position + track.area.velocity <= 0) {
    track.area.velocity = 0;
  }
  track.x.predict(1, 0.01);
  track.y.predict(1, 0.01);
  track.area.predict(1, 0.0001);
  track.aspect.predict(1, 0);
  if (track.frames_since_hit > 0) {
    track.hits_in_a_row = 0;
  }
  ++track.frames_since_hit;
}

void Sort::update(Track& track, const Box& box) {
  const Measurement measured = measure(box);
  track.x.update(measured.x, 1);
  track.y.update(measured.y, 1);
  track.area.update(measured.area, 10);
  track.aspect.update(measured.aspect, 10);
  ++track.hits_in_a_row;
  track.frames_since_hit = 0;
}

bool Sort::vanished(const Track& track) { return !(track.area.position * track.aspect.position >= 0); }

Box Sort::box(const Track& track) {
  const double width = std::sqrt(track.area.position * track.aspect.position);
  const double height = track.area.position / width;
  return {.x = static_cast<float>(track.x.position - width / 2),
          .y = static_cast<float>(track.y.position - height / 2),
          .width = static_cast<float>(width),
          .height = static_cast<float>(height)};
}

// Where every box overlaps enough with one at most, that is the answer; else the largest sum of overlaps, of which
// those that are too small are then dropped.
void Sort::associate() {
  std::vector<Box> predicted;
  std::ranges::transform(tracks_, std::back_inserter(predicted), box);
  std::vector<int> candidates(tracks_.size(), 0);
  bool ambiguous = false;
  overlaps_.clear();
  track_of_.assign(detections_.size(), AssignmentSolver::kUnmatched);
  for (std::size_t i = 0; i < detections_.size(); ++i) {
    for (std::size_t j = 0; j < predicted.size(); ++j) {
      const double overlap = intersection_over_union(detections_[i], predicted[j]);
      overlaps_.push_back(overlap);
      if (overlap > options_.smallest_overlap) {
        ++candidates[j];
        ambiguous = ambiguous || candidates[j] > 1 || track_of_[i] != AssignmentSolver::kUnmatched;
        track_of_[i] = static_cast<int>(j);
      }
    }
  }
  if (ambiguous) {
    assign();
  }
}

void Sort::assign() {
  const std::size_t columns = tracks_.size();
  std::vector<double> costs(overlaps_);
  std::ranges::transform(costs, costs.begin(), [](double overlap) { return 1 - overlap; });
  const std::span<const int> pairs =
      solver_.solve(costs, static_cast<int>(detections_.size()), static_cast<int>(columns), kNever);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const bool kept = pairs[i] != AssignmentSolver::kUnmatched &&
                      overlaps_[i * columns + static_cast<std::size_t>(pairs[i])] >= options_.smallest_overlap;
    track_of_[i] = kept ? pairs[i] : AssignmentSolver::kUnmatched;
  }
}

void Sort::show(std::vector<vision::TrackedObject>& shown) const {
  shown.clear();
  for (const Track& track : tracks_) {
    if (track.frames_since_hit < 1 && (track.hits_in_a_row >= options_.min_hits || frame_ <= options_.min_hits)) {
      shown.push_back({.id = track.id, .box = box(track), .score = 1, .category = 0});
    }
  }
}

}  // namespace brigade::bench
