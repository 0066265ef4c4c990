#include "stages/track/tracker.hpp"

#include "common/seconds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace brigade::stages {
namespace {

using vision::Box;
using vision::Detection;
using vision::TrackedObject;

constexpr double kForbidden = std::numeric_limits<double>::infinity();

bool usable(const vision::Box& box) {
  return std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.width) && std::isfinite(box.height) &&
         box.width > 0 && box.height > 0;
}

Box buffered(const Box& box, float share) {
  return {.x = box.x - share * box.width,
          .y = box.y - share * box.height,
          .width = box.width * (1 + 2 * share),
          .height = box.height * (1 + 2 * share)};
}

// `box` moved by a share of the way between two others.
Box moved_along(const Box& box, const Box& from, const Box& to, float share) {
  return {.x = box.x + share * (to.x - from.x),
          .y = box.y + share * (to.y - from.y),
          .width = std::max(box.width + share * (to.width - from.width), 1.0F),
          .height = std::max(box.height + share * (to.height - from.height), 1.0F)};
}

}  // namespace

TrackerOptions options_for_score(float score) {
  TrackerOptions options;
  options.lowest_score = score * 2 / 3;
  options.high_score = score + (1 - score) / 7;
  options.birth_score = score + 2 * (1 - score) / 7;
  return options;
}

TrackerOptions options_for_stills(float score) {
  TrackerOptions options = options_for_score(score);
  options.high_score = score;
  options.birth_score = score;
  options.confirm_after = std::chrono::nanoseconds::zero();
  return options;
}

float detector_score(float score, const TrackerOptions& tracker) { return std::min(score, tracker.lowest_score); }

Tracker::Tracker(const TrackerOptions& options) : options_(options) {
  const std::size_t count = options.expected_objects;
  solver_.reserve(static_cast<int>(count), static_cast<int>(count));
  tracks_.reserve(count);
  for (std::vector<int>* indices : {&confirmed_, &tentative_, &strong_, &weak_}) {
    indices->reserve(count);
  }
  costs_.reserve(count * count);
}

void Tracker::update(std::span<const Detection> detections, std::chrono::nanoseconds media_time) {
  advance(media_time);
  sort_detections(detections);
  list_tracks();
  associate_strong(detections, confirmed_);
  std::erase_if(confirmed_, [this](int track) { return lost(tracks_[static_cast<std::size_t>(track)]); });
  associate_weak(detections, confirmed_);
  associate_strong(detections, tentative_);
  associate_weak(detections, tentative_);
  start_tracks(detections);
  end_tracks();
}

void Tracker::move_camera(const vision::Similarity& motion) {
  for (Track& track : tracks_) {
    track.filter.transform(motion);
    track.heading.transform(motion);
    track.detected = apply(motion, track.detected);
  }
}

void Tracker::predict(std::chrono::nanoseconds media_time, std::vector<TrackedObject>& objects) const {
  objects.clear();
  if (media_time > now_ + options_.keep_lost) {
    return;
  }
  for (const Track& track : tracks_) {
    if (track.id != 0 && now_ - track.last_seen <= options_.coast) {
      BoxFilter filter = track.filter;
      filter.predict(seconds(media_time - now_));
      const float share = track.last_seen == now_ ? options_.detected_share : 0;
      const Box box = moved_along(filter.box(), track.filter.box(), track.detected, share);
      objects.push_back({.id = track.id, .box = box, .score = track.score, .category = track.category});
    }
  }
  std::ranges::sort(objects, {}, &TrackedObject::id);
}

void Tracker::set_options(const TrackerOptions& options) {
  const bool stricter = options.high_score > options_.high_score;
  options_ = options;
  std::erase_if(tracks_, [&](const Track& track) { return stricter && track.score < options.high_score; });
}

void Tracker::associations(std::vector<Association>& associations) const {
  associations.clear();
  for (const Track& track : tracks_) {
    if (track.detection != kNone) {
      associations.push_back({.track = track.birth, .detection = static_cast<std::size_t>(track.detection)});
    }
  }
}

void Tracker::clear() {
  tracks_.clear();
  empty_run_ = true;
}

void Tracker::advance(std::chrono::nanoseconds media_time) {
  if (media_time < now_) {
    clear();
  }
  before_ = std::exchange(now_, media_time);
  // A track that was seen in the last update gets one chance, however long ago that was: a slow detector is no loss.
  std::erase_if(tracks_, [this](const Track& track) {
    return track.last_seen < before_ && now_ - track.last_seen > options_.keep_lost;
  });
  for (Track& track : tracks_) {
    track.filter.predict(seconds(now_ - before_));
    track.predicted = track.filter.box();
    track.detection = kNone;
  }
}

void Tracker::sort_detections(std::span<const Detection> detections) {
  strong_.clear();
  weak_.clear();
  for (std::size_t i = 0; i < detections.size(); ++i) {
    if (usable(detections[i].box) && detections[i].score >= options_.lowest_score) {
      (detections[i].score >= options_.high_score ? strong_ : weak_).push_back(static_cast<int>(i));
    }
  }
}

void Tracker::list_tracks() {
  confirmed_.clear();
  tentative_.clear();
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    (tracks_[i].id != 0 ? confirmed_ : tentative_).push_back(static_cast<int>(i));
  }
}

void Tracker::associate_strong(std::span<const Detection> detections, std::vector<int>& tracks) {
  const float buffer =
      std::min(options_.largest_buffer, options_.buffer_rate * static_cast<float>(seconds(now_ - before_)));
  const auto cost = [&](const Track& track, const Detection& detection) {
    const double overlap = intersection_over_union(buffered(track.predicted, buffer), buffered(detection.box, buffer));
    // Most pairs end here, and the solver passes over what is forbidden.
    return overlap < options_.strong_overlap ? kForbidden
                                             : 1 - overlap + options_.turn_cost * track.heading.turn_to(detection.box);
  };
  associate(detections, tracks, strong_, options_.strong_overlap, cost);
}

void Tracker::associate_weak(std::span<const Detection> detections, std::vector<int>& tracks) {
  const auto cost = [this](const Track& track, const Detection& detection) {
    const double overlap = intersection_over_union(track.predicted, detection.box);
    return overlap < options_.weak_overlap ? kForbidden : 1 - overlap;
  };
  associate(detections, tracks, weak_, options_.weak_overlap, cost);
}

// Pairs tracks with detections of their category at the smallest sum of costs, none as dear as an overlap too small,
// and takes those that found each other out of both lists.
template <typename Cost>
void Tracker::associate(std::span<const Detection> detections, std::vector<int>& tracks, std::vector<int>& candidates,
                        float smallest_overlap, const Cost& cost) {
  costs_.clear();
  for (const int row : tracks) {
    const Track& track = tracks_[static_cast<std::size_t>(row)];
    for (const int column : candidates) {
      const Detection& detection = detections[static_cast<std::size_t>(column)];
      costs_.push_back(track.category == detection.category ? cost(track, detection) : kForbidden);
    }
  }
  const std::span<const int> pairs = solver_.solve(costs_, static_cast<int>(tracks.size()),
                                                   static_cast<int>(candidates.size()), 1.0 - smallest_overlap);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs[i] != AssignmentSolver::kUnmatched) {
      int& candidate = candidates[static_cast<std::size_t>(pairs[i])];
      take(tracks_[static_cast<std::size_t>(tracks[i])], detections, candidate);
      tracks[i] = kNone;
      candidate = kNone;
    }
  }
  std::erase(tracks, kNone);
  std::erase(candidates, kNone);
}

void Tracker::take(Track& track, std::span<const Detection> detections, int candidate) {
  const Detection& detection = detections[static_cast<std::size_t>(candidate)];
  track.detection = candidate;
  track.filter.update(detection.box);
  track.heading.observe(detection.box, now_);
  track.detected = detection.box;
  track.score = detection.score;
  track.last_seen = now_;
  if (track.id == 0 && now_ - track.born >= options_.confirm_after) {
    track.id = ++last_id_;
  }
}

void Tracker::start_tracks(std::span<const Detection> detections) {
  for (const int candidate : strong_) {
    const Detection& detection = detections[static_cast<std::size_t>(candidate)];
    if (detection.score >= options_.birth_score) {
      tracks_.push_back({.id = empty_run_ ? ++last_id_ : 0,
                         .birth = births_++,
                         .detection = candidate,
                         .category = detection.category,
                         .score = detection.score,
                         .filter = BoxFilter(detection.box, options_.noise),
                         .heading = Heading(detection.box, now_),
                         .predicted = detection.box,
                         .detected = detection.box,
                         .born = now_,
                         .last_seen = now_});
    }
  }
  empty_run_ = false;
}

// A tentative track that is not soon seen again was a false detection.
void Tracker::end_tracks() {
  std::erase_if(tracks_,
                [this](const Track& track) { return track.id == 0 && now_ - track.last_seen > options_.coast; });
}

bool Tracker::lost(const Track& track) const { return track.last_seen < before_; }

}  // namespace brigade::stages
