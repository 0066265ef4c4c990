#include "bench/track/walkers.hpp"

#include <algorithm>
#include <cmath>

namespace brigade::bench {
namespace {

constexpr double kEdge = 60;  // where people turn around, or come into being

// A person's height by where the feet stand.
double height_at(double y) { return 40 + 0.27 * y; }

double towards(double value, double goal, double most) { return value + std::clamp(goal - value, -most, most); }

}  // namespace

vision::Box box_of(const Walker& walker) {
  const double height = height_at(walker.y);
  const double width = 0.4 * height;
  return {.x = static_cast<float>(walker.x - width / 2),
          .y = static_cast<float>(walker.y - height),
          .width = static_cast<float>(width),
          .height = static_cast<float>(height)};
}

Walkers::Walkers(const WalkerOptions& options, double left, double right, Random& random)
    : options_(options), left_(left), right_(right), random_(&random) {
  for (int i = 0; i < options.count; ++i) {
    walkers_.push_back(enter(Entry::anywhere));
  }
}

void Walkers::advance(double seconds) {
  for (Walker& walker : walkers_) {
    if (random_->chance(seconds / options_.turn_after)) {
      choose_velocity(walker);
    }
    turn_back_at_edges(walker);
    walker.right = towards(walker.right, walker.wanted_right, options_.agility * seconds);
    walker.down = towards(walker.down, walker.wanted_down, options_.agility * seconds);
    walker.x += walker.right * seconds;
    walker.y += walker.down * seconds;
    if (outside(walker)) {
      walker = enter(Entry::at_an_edge);
    }
  }
}

Walker Walkers::enter(Entry entry) {
  Walker walker{.id = ++last_id_};
  choose_velocity(walker);
  walker.right = walker.wanted_right;
  walker.down = walker.wanted_down;
  walker.y = random_->between(options_.far_lane, options_.near_lane);
  walker.x = random_->between(left_ + kEdge, right_ - kEdge);
  if (entry == Entry::at_an_edge) {
    walker.x = walker.right > 0 ? left_ - kEdge : right_ + kEdge;
  }
  return walker;
}

void Walkers::choose_velocity(Walker& walker) {
  const double sideways = options_.speed * random_->between(0.4, 1);
  walker.wanted_right = random_->chance(0.5) ? sideways : -sideways;
  walker.wanted_down = options_.speed / 3 * random_->between(-1, 1);
}

void Walkers::turn_back_at_edges(Walker& walker) const {
  if (walker.y < options_.far_lane) {
    walker.wanted_down = std::abs(walker.wanted_down);
  } else if (walker.y > options_.near_lane) {
    walker.wanted_down = -std::abs(walker.wanted_down);
  }
  if (!options_.leave && walker.x < left_ + kEdge) {
    walker.wanted_right = std::abs(walker.wanted_right);
  } else if (!options_.leave && walker.x > right_ - kEdge) {
    walker.wanted_right = -std::abs(walker.wanted_right);
  }
}

bool Walkers::outside(const Walker& walker) const {
  return walker.x < left_ - kEdge - 1 || walker.x > right_ + kEdge + 1;
}

}  // namespace brigade::bench
