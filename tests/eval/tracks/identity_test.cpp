#include "eval/tracks/identity.hpp"

#include "tests/eval/tracks/scenes.hpp"

#include <catch2/catch_test_macros.hpp>

using brigade::eval::IdentityCounts;
using brigade::eval::idf1;
using brigade::tests::Rows;
using brigade::tests::rows_of;
using brigade::tests::together;

namespace {

IdentityCounts identity(const Rows& truth, const Rows& tracks) {
  return brigade::tests::counts(truth, tracks).identity;
}

}  // namespace

TEST_CASE("of two tracks on one object only the longer one bears its id") {
  const IdentityCounts counts =
      identity(rows_of(1, 0, {1, 2, 3, 4}), together({rows_of(1, 0, {1, 2, 3}), rows_of(2, 0, {4})}));
  CHECK(counts.true_positives == 3);
  CHECK(counts.false_positives == 1);
  CHECK(counts.false_negatives == 1);
  CHECK(idf1(counts) == 0.75);
}

TEST_CASE("trajectories are paired for the greatest sum, not one after another") {
  // Track 1 meets object 1 in three frames and object 2 in two; track 2 meets object 1 in two.
  constexpr float kThere = 1000;
  const IdentityCounts counts =
      identity(together({rows_of(1, 0, {1, 2, 3, 4, 5}), rows_of(2, kThere, {4, 5})}),
               together({rows_of(1, 0, {1, 2, 3}), rows_of(1, kThere, {4, 5}), rows_of(2, 0, {4, 5})}));
  CHECK(counts.true_positives == 4);
  CHECK(idf1(counts) == 8.0 / 14);
}

TEST_CASE("boxes with an IoU below one half bear no id") {
  CHECK(identity(rows_of(1, 0, {1, 2}), rows_of(1, 34, {1, 2})).true_positives == 0);
  CHECK(identity(rows_of(1, 0, {1, 2}), rows_of(1, 33, {1, 2})).true_positives == 2);
}

TEST_CASE("IDF1 is 0 where there is no box, and where one side has none") {
  CHECK(idf1(identity({}, {})) == 0);
  CHECK(idf1(identity(rows_of(1, 0, {1}), {})) == 0);
  CHECK(identity({}, rows_of(1, 0, {1})).false_positives == 1);
}
