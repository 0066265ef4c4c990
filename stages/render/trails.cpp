#include "stages/render/trails.hpp"

#include <algorithm>
#include <cmath>

namespace brigade::stages {
namespace {

bool can_be_seen(const vision::Box& box) {
  return std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.width) && std::isfinite(box.height) &&
         box.width > 0 && box.height > 0;
}

cv::Point2f anchor_of(const vision::Box& box, Anchor anchor) {
  return {box.x + box.width / 2, box.y + (anchor == Anchor::foot ? box.height : box.height / 2)};
}

}  // namespace

Trails::Trails(const TrailOptions& options)
    : options_(options),
      // Points `spacing` apart, one at each end, and the newest, which may follow sooner.
      capacity_(static_cast<std::size_t>(options.length / std::max(options.spacing, std::chrono::nanoseconds(1))) + 3),
      trails_(std::max<std::size_t>(options.objects, 1)),
      points_(trails_.size() * capacity_ * 2) {}

void Trails::update(std::span<const vision::TrackedObject> objects, std::chrono::nanoseconds media_time) {
  if (media_time < last_time_) {
    std::ranges::fill(trails_, Trail{});
  }
  last_time_ = media_time;
  for (const vision::TrackedObject& object : objects) {
    if (can_be_seen(object.box)) {
      append(trail_of(object.id), {.position = anchor_of(object.box, options_.anchor), .time = media_time});
    }
  }
  forget_old(media_time);
}

std::span<const TrailPoint> Trails::points(std::int64_t id) const {
  for (const Trail& trail : trails_) {
    if (trail.count > 0 && trail.id == id) {
      return slots(trail).subspan(trail.first, trail.count);
    }
  }
  return {};
}

void Trails::append(Trail& trail, const TrailPoint& point) {
  const std::span<TrailPoint> all = slots(trail);
  const std::size_t end = trail.first + trail.count;
  // The newest point moves along until it is far enough, in time, from the one before it.
  if (trail.count >= 2 && all[end - 1].time - all[end - 2].time < options_.spacing) {
    all[end - 1] = point;
    return;
  }
  if (trail.count == capacity_) {
    ++trail.first;
    --trail.count;
  }
  if (trail.first + trail.count == all.size()) {
    std::ranges::copy(all.subspan(trail.first, trail.count), all.begin());
    trail.first = 0;
  }
  all[trail.first + trail.count] = point;
  ++trail.count;
}

void Trails::forget_old(std::chrono::nanoseconds now) {
  for (Trail& trail : trails_) {
    const std::span<const TrailPoint> all = slots(trail);
    while (trail.count > 0 && now - all[trail.first].time > options_.length) {
      ++trail.first;
      --trail.count;
    }
    if (trail.count == 0) {
      trail = {};
    }
  }
}

Trails::Trail& Trails::trail_of(std::int64_t id) {
  Trail* best = trails_.data();
  const auto last_seen = [this](const Trail& trail) {
    return trail.count == 0 ? std::chrono::nanoseconds::min() : slots(trail)[trail.first + trail.count - 1].time;
  };
  for (Trail& trail : trails_) {
    if (trail.count > 0 && trail.id == id) {
      return trail;
    }
    if (last_seen(trail) < last_seen(*best)) {
      best = &trail;
    }
  }
  *best = {.id = id};
  return *best;
}

std::span<TrailPoint> Trails::slots(const Trail& trail) {
  const auto index = static_cast<std::size_t>(&trail - trails_.data());
  return std::span(points_).subspan(index * capacity_ * 2, capacity_ * 2);
}

std::span<const TrailPoint> Trails::slots(const Trail& trail) const {
  const auto index = static_cast<std::size_t>(&trail - trails_.data());
  return std::span(points_).subspan(index * capacity_ * 2, capacity_ * 2);
}

}  // namespace brigade::stages
