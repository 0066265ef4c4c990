#include "stages/track/camera_motion/fit_similarity.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>

namespace brigade::stages {
namespace {

using vision::Point;
using vision::Similarity;

constexpr int kPairs = 100;      // drawn; where half of the matches are right, a quarter of the pairs is
constexpr int kRefinements = 2;  // the first changes who agrees

Point between(const Point& from, const Point& to) { return {.x = to.x - from.x, .y = to.y - from.y}; }

double dot(const Point& a, const Point& b) { return a.x * b.x + a.y * b.y; }

double cross(const Point& a, const Point& b) { return a.x * b.y - a.y * b.x; }

bool plausible(const Similarity& motion) {
  return std::abs(vision::scale(motion) - 1) < 0.2 && std::abs(motion.b) < 0.3;
}

// The motion with this turn and scale that takes one point to another.
Similarity through(double a, double b, const Match& match) {
  Similarity motion{.a = a, .b = b};
  const Point offset = between(vision::apply(motion, match.from), match.to);
  motion.right = offset.x;
  motion.down = offset.y;
  return motion;
}

// The only motion that both agree with; none where they lie at the same place.
std::optional<Similarity> through_both(const Match& first, const Match& second) {
  const Point before = between(first.from, second.from);
  const Point after = between(first.to, second.to);
  const double length = dot(before, before);
  if (!(length > 0)) {
    return std::nullopt;
  }
  return through(dot(before, after) / length, cross(before, after) / length, first);
}

std::ptrdiff_t count_agreeing(std::span<const Match> matches, const Similarity& motion, double tolerance) {
  return std::ranges::count_if(matches, [&](const Match& match) { return agrees(match, motion, tolerance); });
}

// Least squares over the matches that agree with `motion`: centroids fall on each other, and about them turn and scale
// follow from sums of products (Umeyama, 1991, in two dimensions).
std::optional<Similarity> refined(std::span<const Match> matches, const Similarity& motion, double tolerance) {
  Match centroid;
  double count = 0;
  for (const Match& match : matches) {
    if (agrees(match, motion, tolerance)) {
      centroid.from = {.x = centroid.from.x + match.from.x, .y = centroid.from.y + match.from.y};
      centroid.to = {.x = centroid.to.x + match.to.x, .y = centroid.to.y + match.to.y};
      ++count;
    }
  }
  centroid = {.from = {.x = centroid.from.x / count, .y = centroid.from.y / count},
              .to = {.x = centroid.to.x / count, .y = centroid.to.y / count}};
  double spread = 0;
  double along = 0;
  double across = 0;
  for (const Match& match : matches) {
    if (agrees(match, motion, tolerance)) {
      const Point before = between(centroid.from, match.from);
      const Point after = between(centroid.to, match.to);
      spread += dot(before, before);
      along += dot(before, after);
      across += cross(before, after);
    }
  }
  if (!(spread > 0)) {
    return std::nullopt;
  }
  return through(along / spread, across / spread, centroid);
}

}  // namespace

bool agrees(const Match& match, const Similarity& motion, double tolerance) {
  const Point error = between(vision::apply(motion, match.from), match.to);
  return dot(error, error) <= tolerance * tolerance;
}

std::optional<Similarity> fit_similarity(std::span<const Match> matches, double tolerance) {
  if (matches.size() < 2) {
    return std::nullopt;
  }
  std::optional<Similarity> best;
  std::ptrdiff_t most = 0;
  std::minstd_rand random;  // the standard says which numbers come out, the same everywhere
  for (int pair = 0; pair < kPairs; ++pair) {
    const Match& first = matches[random() % matches.size()];
    const Match& second = matches[random() % matches.size()];
    const auto motion = through_both(first, second);
    if (!motion || !plausible(*motion)) {
      continue;
    }
    if (const auto count = count_agreeing(matches, *motion, tolerance); count > most) {
      most = count;
      best = motion;
    }
  }
  for (int i = 0; best && i < kRefinements; ++i) {
    best = refined(matches, *best, tolerance);
  }
  return best && plausible(*best) ? best : std::nullopt;
}

}  // namespace brigade::stages
