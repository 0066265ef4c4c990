#include "stages/track/track_sequence.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cstdint>
#include <vector>

using namespace brigade;
using Catch::Matchers::ContainsSubstring;
using stages::MotRow;

namespace {

/// A box that moves by 2 pixels a frame, in the frames given.
std::vector<MotRow> moving(const std::vector<std::int64_t>& frames) {
  std::vector<MotRow> rows;
  for (const std::int64_t frame : frames) {
    rows.push_back({.frame = frame,
                    .box = {.x = 2.0F * static_cast<float>(frame % 1000), .y = 0, .width = 20, .height = 40},
                    .score = 0.9F});
  }
  return rows;
}

std::vector<MotRow> tracked(const std::vector<MotRow>& detections, double frames_per_second = 10) {
  const auto sequence = stages::track_sequence(detections, "det.txt", frames_per_second, stages::TrackerOptions{});
  REQUIRE(sequence);
  const auto rows = stages::parse_mot_rows(sequence->rows, "rows");
  REQUIRE(rows);
  return *rows;
}

}  // namespace

TEST_CASE("an object keeps one id through all of its frames") {
  const auto rows = tracked(moving({1, 2, 3, 4, 5}));
  REQUIRE(rows.size() == 5);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].frame == static_cast<std::int64_t>(i) + 1);
    CHECK(rows[i].id == 1);
  }
}

TEST_CASE("frames without detections take their time: after a short gap the id holds, after a long one it does not") {
  CHECK(tracked(moving({1, 2, 3, 4, 8, 9, 10})).back().id == 1);
  CHECK(tracked(moving({1, 2, 3, 4, 40, 41, 42, 43})).back().id == 2);
  // The same frames, but thirty times as many a second.
  CHECK(tracked(moving({1, 2, 3, 4, 40, 41, 42, 43}), 300).back().id == 1);
}

TEST_CASE("a gap of years is not worked through frame by frame") {
  const std::int64_t far = 8'000'000'000;
  const auto sequence =
      stages::track_sequence(moving({1, 2, far, far + 1, far + 2, far + 3}), "det.txt", 10, stages::TrackerOptions{});
  REQUIRE(sequence);
  CHECK(sequence->frames == far + 3);
  CHECK(sequence->tracks == 2);
}

TEST_CASE("a frame beyond all time is named with its line") {
  auto rows = moving({1, 9'000'000'000'000'000});
  rows[1].line = 7;
  const auto sequence = stages::track_sequence(rows, "det.txt", 30, stages::TrackerOptions{});
  REQUIRE_FALSE(sequence);
  CHECK_THAT(sequence.error().message, ContainsSubstring("det.txt:7: "));
}

TEST_CASE("no detections give no tracks") {
  const auto sequence = stages::track_sequence({}, "det.txt", 30, stages::TrackerOptions{});
  REQUIRE(sequence);
  CHECK(sequence->rows.empty());
  CHECK(sequence->frames == 0);
}
