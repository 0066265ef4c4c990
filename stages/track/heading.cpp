#include "stages/track/heading.hpp"

#include <algorithm>
#include <cmath>

namespace brigade::stages {
namespace {

constexpr std::chrono::nanoseconds kShortestWay = std::chrono::milliseconds(500);

}  // namespace

Heading::Heading(const vision::Box& first, std::chrono::nanoseconds time)
    : from_(sighting(first, time)), next_from_(from_), last_(from_) {}

void Heading::observe(const vision::Box& box, std::chrono::nanoseconds time) {
  last_ = sighting(box, time);
  if (time - next_from_.time >= kShortestWay) {
    from_ = next_from_;
    next_from_ = last_;
  }
}

void Heading::transform(const vision::Similarity& motion) {
  for (Sighting* sighting : {&from_, &next_from_, &last_}) {
    const vision::Point moved = apply(motion, vision::Point{.x = sighting->x, .y = sighting->y});
    sighting->x = moved.x;
    sighting->y = moved.y;
  }
}

double Heading::turn_to(const vision::Box& box) const {
  const Sighting there = sighting(box, {});
  const double past_x = last_.x - from_.x;
  const double past_y = last_.y - from_.y;
  const double next_x = there.x - from_.x;
  const double next_y = there.y - from_.y;
  const double lengths = std::sqrt((past_x * past_x + past_y * past_y) * (next_x * next_x + next_y * next_y));
  if (!(lengths > 0)) {
    return 0;
  }
  const double cosine = (past_x * next_x + past_y * next_y) / lengths;
  return std::clamp((1 - cosine) / 2, 0.0, 1.0);
}

Heading::Sighting Heading::sighting(const vision::Box& box, std::chrono::nanoseconds time) {
  return {.x = box.x + box.width / 2.0, .y = box.y + box.height / 2.0, .time = time};
}

}  // namespace brigade::stages
