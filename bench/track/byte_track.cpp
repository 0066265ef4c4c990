#include "bench/track/byte_track.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace brigade::bench {
namespace {

using stages::AssignmentSolver;
using vision::Box;
using vision::Detection;

// Standard deviations, relative to the height of a box.
constexpr double kPosition = 1.0 / 20;
constexpr double kVelocity = 1.0 / 160;

constexpr double square(double value) { return value * value; }

double aspect_of(const Box& box) { return static_cast<double>(box.width) / static_cast<double>(box.height); }

}  // namespace

void ByteTrack::update(std::span<const Detection> detections, std::vector<vision::TrackedObject>& shown) {
  ++frame_;
  sort_detections(detections);
  std::vector<int> tentative = tracks_in(std::array{State::tentative});
  std::vector<int> pool = tracks_in(std::array{State::tracked, State::lost});
  for (const int track : pool) {
    predict(tracks_[static_cast<std::size_t>(track)]);
  }
  associate(pool, strong_, Cost::overlap_and_score, options_.first_cost);
  std::erase_if(pool, [this](int i) { return tracks_[static_cast<std::size_t>(i)].state == State::lost; });
  associate(pool, weak_, Cost::overlap, options_.second_cost);
  for (const int track : pool) {
    tracks_[static_cast<std::size_t>(track)].state = State::lost;
  }
  associate(tentative, strong_, Cost::overlap_and_score, options_.tentative_cost);
  std::erase_if(tracks_, [this](const Track& track) {
    return frame_ - track.last_frame > (track.state == State::tentative ? 0 : options_.buffer);
  });
  start_tracks();
  drop_duplicates();
  shown.clear();
  for (const Track& track : tracks_) {
    if (track.state == State::tracked) {
      shown.push_back({.id = track.id, .box = box(track), .score = track.score, .category = 0});
    }
  }
}

ByteTrack::Track ByteTrack::start(const Detection& detection, std::int64_t id) const {
  const Box& box = detection.box;
  const double height = box.height;
  const double variance = square(2 * kPosition * height);
  const double velocity_variance = square(10 * kVelocity * height);
  const auto moving = [&](double position) {
    return AxisFilter{.position = position, .position_variance = variance, .velocity_variance = velocity_variance};
  };
  return {.id = id,
          .state = frame_ == 1 ? State::tracked : State::tentative,
          .x = moving(box.x + box.width / 2.0),
          .y = moving(box.y + height / 2.0),
          .aspect = {.position = aspect_of(box), .position_variance = square(1e-2), .velocity_variance = square(1e-5)},
          .height = moving(height),
          .score = detection.score,
          .first_frame = frame_,
          .last_frame = frame_};
}

void ByteTrack::predict(Track& track) {
  if (track.state == State::lost) {
    track.height.velocity = 0;
  }
  const double position_noise = square(kPosition * track.height.position);
  const double velocity_noise = square(kVelocity * track.height.position);
  track.x.predict(position_noise, velocity_noise);
  track.y.predict(position_noise, velocity_noise);
  track.aspect.predict(square(1e-2), square(1e-5));
  track.height.predict(position_noise, velocity_noise);
}

void ByteTrack::update(Track& track, const Detection& detection) const {
  const Box& box = detection.box;
  const double noise = square(kPosition * track.height.position);
  track.x.update(box.x + box.width / 2.0, noise);
  track.y.update(box.y + box.height / 2.0, noise);
  track.aspect.update(aspect_of(box), square(1e-1));
  track.height.update(box.height, noise);
  track.score = detection.score;
  track.state = State::tracked;
  track.last_frame = frame_;
}

Box ByteTrack::box(const Track& track) {
  const double height = track.height.position;
  const double width = track.aspect.position * height;
  return {.x = static_cast<float>(track.x.position - width / 2),
          .y = static_cast<float>(track.y.position - height / 2),
          .width = static_cast<float>(width),
          .height = static_cast<float>(height)};
}

void ByteTrack::sort_detections(std::span<const Detection> detections) {
  strong_.clear();
  weak_.clear();
  for (const Detection& detection : detections) {
    if (detection.score > options_.high_score) {
      strong_.push_back(detection);
    } else if (detection.score > options_.low_score) {
      weak_.push_back(detection);
    }
  }
}

std::vector<int> ByteTrack::tracks_in(std::span<const State> states) const {
  std::vector<int> tracks;
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    if (std::ranges::find(states, tracks_[i].state) != states.end()) {
      tracks.push_back(static_cast<int>(i));
    }
  }
  return tracks;
}

// Updates the tracks that found a detection and takes both out of their lists.
void ByteTrack::associate(std::vector<int>& tracks, std::vector<Detection>& candidates, Cost cost, double largest) {
  costs_.clear();
  for (const int row : tracks) {
    const Box predicted = box(tracks_[static_cast<std::size_t>(row)]);
    for (const Detection& candidate : candidates) {
      const double overlap = intersection_over_union(predicted, candidate.box);
      costs_.push_back(1 - (cost == Cost::overlap_and_score ? overlap * candidate.score : overlap));
    }
  }
  const std::span<const int> pairs =
      solver_.solve(costs_, static_cast<int>(tracks.size()), static_cast<int>(candidates.size()), largest);
  std::vector<int> tracks_left;
  std::vector<char> taken(candidates.size(), 0);
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    if (pairs[i] == AssignmentSolver::kUnmatched) {
      tracks_left.push_back(tracks[i]);
    } else {
      const auto chosen = static_cast<std::size_t>(pairs[i]);
      update(tracks_[static_cast<std::size_t>(tracks[i])], candidates[chosen]);
      taken[chosen] = 1;
    }
  }
  std::vector<Detection> candidates_left;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (taken[i] == 0) {
      candidates_left.push_back(candidates[i]);
    }
  }
  tracks = std::move(tracks_left);
  candidates = std::move(candidates_left);
}

void ByteTrack::start_tracks() {
  for (const Detection& detection : strong_) {
    if (detection.score >= options_.birth_score) {
      tracks_.push_back(start(detection, ++last_id_));
    }
  }
}

// Where a lost track and one that is seen lie on each other, the one that was followed for longer stays.
void ByteTrack::drop_duplicates() {
  constexpr float kSame = 0.85F;
  std::vector<std::int64_t> dropped;
  for (const Track& seen : tracks_) {
    for (const Track& lost : tracks_) {
      if (seen.state != State::lost && lost.state == State::lost &&
          intersection_over_union(box(seen), box(lost)) > kSame) {
        const bool lost_is_younger = seen.last_frame - seen.first_frame > lost.last_frame - lost.first_frame;
        dropped.push_back(lost_is_younger ? lost.id : seen.id);
      }
    }
  }
  std::erase_if(tracks_, [&](const Track& track) { return std::ranges::find(dropped, track.id) != dropped.end(); });
}

}  // namespace brigade::bench
