#include "stages/track/offline/link_tracklets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

namespace brigade::stages {
namespace {

constexpr double kFittedTime = 0.7;       // seconds at an end from which its velocity is taken
constexpr double kSmallestSpread = 0.03;  // seconds²: so that two frames a moment apart do not tell a wild velocity
constexpr double kPriceOfWaiting = 0.1;   // a second: of two that fit about as well, the one that comes sooner
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// Where a tracklet begins or ends: centre and height, and the centre's velocity.
struct End {
  double seconds = 0;
  std::array<double, 2> centre{};
  std::array<double, 2> velocity{};
  double height = 0;
};

struct Line {
  double value = 0;  // at time 0
  double slope = 0;
};

// The straight line through values at times, by least squares.
template <typename Value>
Line fit(std::span<const Observation> observations, double origin, const Value& value) {
  double count = 0;
  double time_sum = 0;
  double value_sum = 0;
  double time_square_sum = kSmallestSpread;
  double product_sum = 0;
  for (const Observation& observation : observations) {
    const double time = observation.seconds - origin;
    ++count;
    time_sum += time;
    value_sum += value(observation.box);
    time_square_sum += time * time;
    product_sum += time * value(observation.box);
  }
  const double slope = (count * product_sum - time_sum * value_sum) / (count * time_square_sum - time_sum * time_sum);
  return {.value = (value_sum - slope * time_sum) / count, .slope = slope};
}

End fitted_end(std::span<const Observation> observations, double seconds) {
  const Line x = fit(observations, seconds, [](const vision::Box& box) { return box.x + box.width / 2.0; });
  const Line y = fit(observations, seconds, [](const vision::Box& box) { return box.y + box.height / 2.0; });
  const Line height = fit(observations, seconds, [](const vision::Box& box) { return double{box.height}; });
  return {.seconds = seconds,
          .centre = {x.value, y.value},
          .velocity = {x.slope, y.slope},
          .height = std::max(height.value, 1.0)};
}

End beginning_of(const Tracklet& tracklet) {
  const double seconds = tracklet.observations.front().seconds;
  const auto after = std::ranges::find_if(tracklet.observations, [&](const Observation& observation) {
    return observation.seconds > seconds + kFittedTime;
  });
  return fitted_end({tracklet.observations.begin(), after}, seconds);
}

End ending_of(const Tracklet& tracklet) {
  const double seconds = tracklet.observations.back().seconds;
  const auto first = std::ranges::find_if(tracklet.observations, [&](const Observation& observation) {
    return observation.seconds >= seconds - kFittedTime;
  });
  return fitted_end({first, tracklet.observations.end()}, seconds);
}

/// How badly an ending and a later beginning fit, 0..1; nothing where they cannot be of one object.
std::optional<double> misfit(const End& ending, const End& beginning, const LinkOptions& options) {
  const double gap = beginning.seconds - ending.seconds;
  const double height = std::max(ending.height, beginning.height);
  if (!(gap > 0) || gap > options.longest_gap ||
      std::min(ending.height, beginning.height) < options.smallest_height * height) {
    return std::nullopt;
  }
  double squares = 0;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const double way = beginning.centre[axis] - ending.centre[axis];
    const double ahead = way - ending.velocity[axis] * gap;
    const double back = way - beginning.velocity[axis] * gap;
    squares += (ahead * ahead + back * back) / 2;
  }
  const double relative = std::sqrt(squares) / height / (options.offset + options.offset_rate * gap);
  const double waited = relative + kPriceOfWaiting * gap;
  return waited < 1 ? std::optional(waited) : std::nullopt;
}

struct Link {
  double misfit = 0;
  std::size_t from = 0;
  std::size_t to = 0;
};

std::vector<Link> possible_links(const std::vector<Tracklet>& tracklets, const LinkOptions& options) {
  std::vector<End> beginnings;
  std::ranges::transform(tracklets, std::back_inserter(beginnings), beginning_of);
  std::vector<Link> links;
  for (std::size_t from = 0; from < tracklets.size(); ++from) {
    const End ending = ending_of(tracklets[from]);
    // Tracklets lie in the order of their beginnings: those that begin in time are neighbours.
    auto first = std::ranges::upper_bound(beginnings, ending.seconds, {}, &End::seconds);
    for (; first != beginnings.end() && first->seconds <= ending.seconds + options.longest_gap; ++first) {
      const auto to = static_cast<std::size_t>(first - beginnings.begin());
      if (const auto bad = misfit(ending, *first, options); bad && tracklets[from].category == tracklets[to].category) {
        links.push_back({.misfit = *bad, .from = from, .to = to});
      }
    }
  }
  std::ranges::sort(links, {}, [](const Link& link) { return std::tuple(link.misfit, link.from, link.to); });
  return links;
}

}  // namespace

std::vector<Tracklet> link_tracklets(std::vector<Tracklet> tracklets, const LinkOptions& options) {
  std::vector<std::size_t> next(tracklets.size(), kNone);
  std::vector<char> is_next(tracklets.size(), 0);
  for (const Link& link : possible_links(tracklets, options)) {
    if (next[link.from] == kNone && is_next[link.to] == 0) {
      next[link.from] = link.to;
      is_next[link.to] = 1;
    }
  }
  std::vector<Tracklet> linked;
  for (std::size_t first = 0; first < tracklets.size(); ++first) {
    if (is_next[first] != 0) {
      continue;
    }
    Tracklet& whole = linked.emplace_back(std::move(tracklets[first]));
    for (std::size_t piece = next[first]; piece != kNone; piece = next[piece]) {
      std::ranges::move(tracklets[piece].observations, std::back_inserter(whole.observations));
    }
  }
  return linked;
}

}  // namespace brigade::stages
