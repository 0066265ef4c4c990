#include "stages/track/camera_motion/fit_similarity.hpp"

#include "tests/stages/track/camera_motion/textured_wall.hpp"

#include <catch2/catch_test_macros.hpp>

#include <random>
#include <vector>

using namespace brigade;
using stages::fit_similarity;
using stages::Match;
using vision::Similarity;

namespace {

constexpr Similarity kMotion{.a = 1.02, .b = -0.05, .right = 7, .down = -12};

// Matches all over a picture of 320 x 180; of every ten, `wrong` go anywhere.
std::vector<Match> matches_of(const Similarity& motion, int count, int wrong = 0, double jitter = 0) {
  std::mt19937 random(3);
  const auto draw = [&random](double from, double to) {
    return from + (to - from) * static_cast<double>(random() % 1000) / 1000;
  };
  std::vector<Match> matches;
  for (int i = 0; i < count; ++i) {
    Match match{.from = {.x = draw(0, 320), .y = draw(0, 180)}, .to = {}};
    match.to = vision::apply(motion, match.from);
    if (i % 10 < wrong) {
      match.to = {.x = draw(0, 320), .y = draw(0, 180)};
    }
    match.to.x += draw(-jitter, jitter);
    match.to.y += draw(-jitter, jitter);
    matches.push_back(match);
  }
  return matches;
}

double error(const std::optional<Similarity>& fitted) {
  return tests::largest_difference(fitted.value_or(Similarity()), kMotion, 320, 180);
}

}  // namespace

TEST_CASE("exact matches give the exact motion") { CHECK(error(fit_similarity(matches_of(kMotion, 100), 0.7)) < 1e-9); }

TEST_CASE("six of ten matches may be wrong") {
  CHECK(error(fit_similarity(matches_of(kMotion, 150, 6, 0.2), 0.7)) < 0.3);
}

TEST_CASE("errors of many matches average out") {
  CHECK(error(fit_similarity(matches_of(kMotion, 200, 0, 0.5), 0.7)) < 0.2);
}

TEST_CASE("too few matches, or all at one place, give no motion") {
  CHECK_FALSE(fit_similarity({}, 0.7).has_value());
  CHECK_FALSE(fit_similarity(matches_of(kMotion, 1), 0.7).has_value());
  const std::vector<Match> same(20, Match{.from = {.x = 5, .y = 5}, .to = {.x = 6, .y = 5}});
  CHECK_FALSE(fit_similarity(same, 0.7).has_value());
}

TEST_CASE("what no camera does between two frames is no motion") {
  CHECK_FALSE(fit_similarity(matches_of({.a = 2}, 100), 0.7).has_value());
  CHECK_FALSE(fit_similarity(matches_of({.a = 0, .b = 1, .right = 250}, 100), 0.7).has_value());
}

TEST_CASE("equal matches give equal fits, bit by bit") {
  const auto matches = matches_of(kMotion, 150, 4, 0.4);
  CHECK(fit_similarity(matches, 0.7) == fit_similarity(matches, 0.7));
}
