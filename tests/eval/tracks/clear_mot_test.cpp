#include "eval/tracks/clear_mot.hpp"

#include "tests/eval/tracks/scenes.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using brigade::eval::ClearCounts;
using brigade::eval::mota;
using brigade::eval::motp;
using brigade::tests::Rows;
using brigade::tests::rows_of;
using brigade::tests::together;
using Catch::Matchers::WithinAbs;

namespace {

constexpr float kElsewhere = 1000;
constexpr float kIouOf60 = 25;  // a box of 100 moved by this overlaps the box before with an IoU of .6

ClearCounts clear(const Rows& truth, const Rows& tracks) { return brigade::tests::counts(truth, tracks).clear; }

}  // namespace

TEST_CASE("a track that goes on under another id is one id switch") {
  const ClearCounts counts =
      clear(rows_of(1, 0, {1, 2, 3, 4}), together({rows_of(1, 0, {1, 2}), rows_of(2, 0, {3, 4})}));
  CHECK(counts.true_positives == 4);
  CHECK(counts.id_switches == 1);
  CHECK(counts.fragmentations == 0);
  CHECK(mota(counts) == 0.75);
}

TEST_CASE("misses and boxes on nothing count against the boxes of the truth") {
  const ClearCounts counts = clear(rows_of(1, 0, {1, 2, 3, 4}),
                                   together({rows_of(1, 0, {1, 2, 3}), rows_of(2, kElsewhere, {1, 2, 3, 4, 5, 6})}));
  CHECK(counts.true_positives == 3);
  CHECK(counts.false_negatives == 1);
  CHECK(counts.false_positives == 6);
  CHECK(mota(counts) == -0.75);
}

TEST_CASE("an object that is lost and found again is one fragmentation for each time") {
  const Rows elsewhere = rows_of(2, kElsewhere, {2, 4, 6});
  const ClearCounts counts = clear(rows_of(1, 0, {1, 2, 3, 4, 5, 6}), together({rows_of(1, 0, {1, 3, 5}), elsewhere}));
  CHECK(counts.fragmentations == 2);
  CHECK(counts.id_switches == 0);
}

TEST_CASE("a frame without any track ends no stretch, as in TrackEval") {
  const ClearCounts counts = clear(rows_of(1, 0, {1, 2, 3}), rows_of(1, 0, {1, 3}));
  CHECK(counts.fragmentations == 0);
  CHECK(counts.false_negatives == 1);
}

TEST_CASE("an object that leaves and returns is a fragmentation too, as in TrackEval") {
  const Rows rows = together({rows_of(1, 0, {1, 3}), rows_of(2, kElsewhere, {1, 2, 3})});
  CHECK(clear(rows, rows).fragmentations == 1);
}

TEST_CASE("an object that is found under another id after a while has switched") {
  const ClearCounts counts =
      clear(rows_of(1, 0, {1, 2, 3}), together({rows_of(1, 0, {1}), rows_of(3, kElsewhere, {2}), rows_of(2, 0, {3})}));
  CHECK(counts.id_switches == 1);
  CHECK(counts.fragmentations == 1);
}

TEST_CASE("a match of the frame before is carried on even where another track overlaps more") {
  const ClearCounts counts =
      clear(rows_of(1, 0, {1, 2}), together({rows_of(1, 0, {1}), rows_of(1, kIouOf60, {2}), rows_of(2, 0, {2})}));
  CHECK(counts.id_switches == 0);
  CHECK(counts.false_positives == 1);
  CHECK_THAT(motp(counts), WithinAbs((1 + 0.6) / 2, 1e-12));
}

TEST_CASE("a match is not carried on over a frame in which it was lost") {
  const ClearCounts counts =
      clear(rows_of(1, 0, {1, 2, 3}),
            together({rows_of(1, 0, {1}), rows_of(3, kElsewhere, {2}), rows_of(1, kIouOf60, {3}), rows_of(2, 0, {3})}));
  CHECK(counts.id_switches == 1);
  CHECK(motp(counts) == 1);
}

TEST_CASE("without a match to carry on the sum of overlaps decides") {
  // The second track overlaps both objects, the first one only one of them: both are matched, not the best pair alone.
  const ClearCounts counts =
      clear(together({rows_of(1, 0, {1}), rows_of(2, 40, {1})}), together({rows_of(1, 0, {1}), rows_of(2, 20, {1})}));
  CHECK(counts.true_positives == 2);
  CHECK_THAT(motp(counts), WithinAbs((1 + 80.0 / 120) / 2, 1e-12));
}

TEST_CASE("an IoU of exactly one half is a match, less is not") {
  const auto wide = [](float left) {
    return Rows{{.frame = 1, .id = 1, .box = {.x = left, .y = 0, .width = 30, .height = 7}}};
  };
  CHECK(clear(wide(0), wide(10)).true_positives == 1);
  CHECK(clear(wide(0), wide(10)).iou_sum == 0.5);
  CHECK(clear(wide(0), wide(10.01F)).true_positives == 0);
}

TEST_CASE("MOTA and MOTP are 0 where there is nothing to divide by") {
  CHECK(mota(clear({}, rows_of(1, 0, {1}))) == 0);
  CHECK(motp(clear({}, rows_of(1, 0, {1}))) == 0);
  CHECK(clear({}, rows_of(1, 0, {1})).false_positives == 1);
  CHECK(clear(rows_of(1, 0, {1}), {}).false_negatives == 1);
}
