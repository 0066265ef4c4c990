#include "stages/track/tracker.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace brigade::stages {
namespace {

using vision::Detection;
using vision::TrackedObject;

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

bool usable(const vision::Box& box) {
  return std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.width) && std::isfinite(box.height) &&
         box.width > 0 && box.height > 0;
}

}  // namespace

TrackerOptions options_for_score(float score) {
  TrackerOptions options;
  options.lowest_score = score / 3;
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
  associate(detections, confirmed_, strong_, options_.strong_overlap);
  std::erase_if(confirmed_, [this](int track) { return lost(tracks_[static_cast<std::size_t>(track)]); });
  associate(detections, confirmed_, weak_, options_.weak_overlap);
  associate(detections, tentative_, strong_, options_.strong_overlap);
  associate(detections, tentative_, weak_, options_.weak_overlap);
  start_tracks(detections);
  end_tracks();
}

void Tracker::move_camera(const vision::Similarity& motion) {
  for (Track& track : tracks_) {
    track.filter.transform(motion);
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
      objects.push_back({.id = track.id, .box = filter.box(), .score = track.score, .category = track.category});
    }
  }
  std::ranges::sort(objects, {}, &TrackedObject::id);
}

void Tracker::set_options(const TrackerOptions& options) {
  const bool stricter = options.high_score > options_.high_score;
  options_ = options;
  std::erase_if(tracks_, [&](const Track& track) { return stricter && track.score < options.high_score; });
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

// Pairs tracks with detections at the largest sum of overlaps, and takes those that found each other out of both lists.
void Tracker::associate(std::span<const Detection> detections, std::vector<int>& tracks, std::vector<int>& candidates,
                        float smallest_overlap) {
  constexpr double kForbidden = std::numeric_limits<double>::infinity();
  costs_.clear();
  for (const int row : tracks) {
    const Track& track = tracks_[static_cast<std::size_t>(row)];
    for (const int column : candidates) {
      const Detection& detection = detections[static_cast<std::size_t>(column)];
      const double cost = 1.0 - intersection_over_union(track.predicted, detection.box);
      costs_.push_back(track.category == detection.category ? cost : kForbidden);
    }
  }
  const std::span<const int> pairs = solver_.solve(costs_, static_cast<int>(tracks.size()),
                                                   static_cast<int>(candidates.size()), 1.0 - smallest_overlap);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs[i] != AssignmentSolver::kUnmatched) {
      int& candidate = candidates[static_cast<std::size_t>(pairs[i])];
      take(tracks_[static_cast<std::size_t>(tracks[i])], detections[static_cast<std::size_t>(candidate)]);
      tracks[i] = -1;
      candidate = -1;
    }
  }
  std::erase(tracks, -1);
  std::erase(candidates, -1);
}

void Tracker::take(Track& track, const Detection& detection) {
  track.filter.update(detection.box);
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
                         .category = detection.category,
                         .score = detection.score,
                         .filter = BoxFilter(detection.box, options_.noise),
                         .predicted = detection.box,
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
