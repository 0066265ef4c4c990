#include "bench/track/sort.hpp"

#include "bench/track/recorded_sequence.hpp"
#include "stages/track/mot_rows.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace brigade;
using namespace brigade::bench;
using stages::MotRow;

namespace {

constexpr float kRounding = 0.011F;  // two roundings to 2 decimals

bool same_box(const vision::Box& a, const vision::Box& b) {
  return std::abs(a.x - b.x) < kRounding && std::abs(a.y - b.y) < kRounding &&
         std::abs(a.width - b.width) < kRounding && std::abs(a.height - b.height) < kRounding;
}

std::vector<MotRow> tracks_of(const Sequence& sequence) {
  Sort sort;
  std::vector<vision::TrackedObject> shown;
  std::vector<MotRow> rows;
  for (const Frame& frame : sequence.frames) {
    sort.update(frame.detections, shown);
    for (const vision::TrackedObject& object : shown) {
      rows.push_back({.frame = frame.number, .id = object.id, .box = object.box});
    }
  }
  return rows;
}

std::vector<vision::TrackedObject> shown_after(Sort& sort, const std::vector<vision::Detection>& detections) {
  std::vector<vision::TrackedObject> shown;
  sort.update(detections, shown);
  return shown;
}

}  // namespace

TEST_CASE("SORT gives the boxes and identities of the public code, row by row") {
  const auto* name = GENERATE("ADL-Rundle-6", "ETH-Bahnhof", "ETH-Sunnyday", "KITTI-17", "PETS09-S2L1", "TUD-Campus");
  const auto folder = tests::require_shared_data() / "data" / "mot15" / name;
  INFO(name);
  const auto sequence = read_mot_sequence(folder);
  REQUIRE(sequence);
  const auto expected = stages::read_mot_rows(folder / "sort-tracks.txt");
  REQUIRE(expected);
  const std::vector<MotRow> rows = tracks_of(*sequence);
  CHECK(rows.size() == expected->size());
  // Ids are names: who appears first in a frame depends on the order in which a solver looks. Whose boxes bear the same
  // id does not.
  std::map<std::int64_t, std::int64_t> theirs_of_ours;
  std::map<std::int64_t, std::int64_t> ours_of_theirs;
  for (const MotRow& row : rows) {
    INFO("frame " << row.frame << ", id " << row.id);
    const auto same = std::ranges::find_if(
        *expected, [&](const MotRow& other) { return other.frame == row.frame && same_box(other.box, row.box); });
    REQUIRE(same != expected->end());
    CHECK(theirs_of_ours.try_emplace(row.id, same->id).first->second == same->id);
    CHECK(ours_of_theirs.try_emplace(same->id, row.id).first->second == row.id);
  }
}

TEST_CASE("SORT shows everybody in its first three frames, later only who was seen four times in a row") {
  const vision::Detection first{.box = {.x = 0, .y = 0, .width = 40, .height = 100}, .score = 1};
  const vision::Detection second{.box = {.x = 500, .y = 0, .width = 40, .height = 100}, .score = 1};
  Sort sort;
  CHECK(shown_after(sort, {first}).size() == 1);
  CHECK(shown_after(sort, {first}).size() == 1);
  CHECK(shown_after(sort, {first}).size() == 1);
  for (int i = 0; i < 3; ++i) {
    CHECK(shown_after(sort, {first, second}).size() == 1);
  }
  CHECK(shown_after(sort, {first, second}).size() == 2);
}

TEST_CASE("SORT gives a new id to who was missed in two frames") {
  const vision::Detection walker{.box = {.x = 0, .y = 0, .width = 40, .height = 100}, .score = 1};
  Sort sort;
  CHECK(shown_after(sort, {walker}).front().id == 1);
  CHECK(shown_after(sort, {}).empty());
  CHECK(shown_after(sort, {walker}).front().id == 1);
  CHECK(shown_after(sort, {}).empty());
  CHECK(shown_after(sort, {}).empty());
  for (int i = 0; i < 3; ++i) {
    CHECK(shown_after(sort, {walker}).empty());
  }
  CHECK(shown_after(sort, {walker}).front().id == 2);
}
