#include "eval/tracks/hota.hpp"

#include "tests/eval/tracks/scenes.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using brigade::eval::hota_scores;
using brigade::eval::HotaScores;
using brigade::tests::Rows;
using brigade::tests::rows_of;
using brigade::tests::together;
using Catch::Matchers::WithinAbs;

namespace {

constexpr float kIouOf60 = 25;  // a box of 100 moved by this overlaps the box before with an IoU of .6

HotaScores hota(const Rows& truth, const Rows& tracks) {
  return hota_scores(brigade::tests::counts(truth, tracks).hota);
}

}  // namespace

TEST_CASE("a trajectory in two halves has half the association accuracy") {
  const HotaScores scores = hota(rows_of(1, 0, {1, 2, 3, 4}), together({rows_of(1, 0, {1, 2}), rows_of(2, 0, {3, 4})}));
  CHECK(scores.deta == 1);
  CHECK_THAT(scores.assa, WithinAbs(0.5, 1e-12));
  CHECK_THAT(scores.hota, WithinAbs(std::sqrt(0.5), 1e-12));
}

TEST_CASE("boxes with an IoU of .6 count at the twelve thresholds up to it") {
  const HotaScores scores = hota(rows_of(1, 0, {1, 2}), rows_of(1, kIouOf60, {1, 2}));
  CHECK_THAT(scores.deta, WithinAbs(12.0 / 19, 1e-12));
  CHECK_THAT(scores.assa, WithinAbs(12.0 / 19, 1e-12));
  CHECK_THAT(scores.hota, WithinAbs(12.0 / 19, 1e-12));
}

TEST_CASE("misses and boxes on nothing lower the detection accuracy alone") {
  const HotaScores scores = hota(together({rows_of(1, 0, {1, 2, 3}), rows_of(2, 300, {1})}),
                                 together({rows_of(1, 0, {1, 2, 3}), rows_of(2, 600, {2, 3})}));
  CHECK_THAT(scores.deta, WithinAbs(3.0 / 6, 1e-12));
  CHECK(scores.assa == 1);
}

TEST_CASE("the track aligned with an object over the sequence is matched before one that overlaps it more") {
  const HotaScores scores =
      hota(rows_of(1, 0, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}),
           together({rows_of(1, 0, {1, 2, 3, 4, 5, 6, 7, 8, 9}), rows_of(1, kIouOf60, {10}), rows_of(2, 0, {10})}));
  // Up to .6 all ten are matched with one box left over; above it frame 10 has no match.
  CHECK_THAT(scores.deta, WithinAbs((12 * 10.0 / 11 + 7 * 9.0 / 12) / 19, 1e-12));
  CHECK_THAT(scores.assa, WithinAbs((12 * 1.0 + 7 * 9.0 / 11) / 19, 1e-12));
  CHECK_THAT(scores.hota, WithinAbs((12 * std::sqrt(10.0 / 11) + 7 * std::sqrt(9.0 / 12 * 9 / 11)) / 19, 1e-12));
}

TEST_CASE("HOTA is 0 where one side has no box") {
  CHECK(hota(rows_of(1, 0, {1}), {}).hota == 0);
  CHECK(hota({}, rows_of(1, 0, {1})).hota == 0);
  CHECK(hota({}, {}).deta == 0);
}
