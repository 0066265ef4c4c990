#include "eval/tracks/track_scores.hpp"

#include "tests/eval/tracks/scenes.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using namespace brigade::tests;
using brigade::eval::scores_of;
using brigade::eval::TrackScores;
using Catch::Matchers::WithinAbs;

namespace {

TrackScores score(const Rows& truth, const Rows& tracks) { return scores_of(counts(truth, tracks)); }

/// Between worthless and perfect, so that a property which holds there says something.
void require_ordinary(const TrackScores& scores) {
  REQUIRE((scores.hota > 0.1 && scores.hota < 0.9));
  REQUIRE((scores.idf1 > 0.1 && scores.idf1 < 0.9));
  REQUIRE(scores.id_switches > 0);
  REQUIRE(scores.fragmentations > 0);
}

/// Other ids, in another order, some as large as a file may hold.
void rename(Rows& rows) {
  for (auto& row : rows) {
    row.id = row.id % 2 == 0 ? 9'000'000'000'000'000 - row.id : 7919 * row.id;
  }
}

/// Another order of the rows of each frame.
void permute(Rows& rows) {
  std::mt19937 engine(7);
  std::vector<std::pair<std::int64_t, std::uint32_t>> places;
  Rows permuted;
  for (const auto& row : rows) {
    places.emplace_back(row.frame, engine());
  }
  std::vector<std::size_t> order(rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::ranges::sort(order, {}, [&](std::size_t i) { return places[i]; });
  for (const std::size_t i : order) {
    permuted.push_back(rows[i]);
  }
  rows = permuted;
}

}  // namespace

TEST_CASE("the truth as its own tracks is perfect") {
  const Scene scene = random_scene(GENERATE(range(1U, 6U)));
  const TrackScores scores = score(scene.truth, scene.truth);
  CHECK(scores == TrackScores{.hota = 1,
                              .deta = 1,
                              .assa = 1,
                              .mota = 1,
                              .motp = 1,
                              .idf1 = 1,
                              .objects = static_cast<std::int64_t>(scene.truth.size())});
}

TEST_CASE("other ids change no score") {
  Scene scene = random_scene(GENERATE(range(1U, 6U)));
  const TrackScores before = score(scene.truth, scene.tracks);
  require_ordinary(before);
  rename(scene.truth);
  CHECK(score(scene.truth, scene.tracks) == before);
  rename(scene.tracks);
  CHECK(score(scene.truth, scene.tracks) == before);
}

TEST_CASE("another order of the rows changes no score") {
  Scene scene = random_scene(GENERATE(range(1U, 6U)));
  const TrackScores before = score(scene.truth, scene.tracks);
  require_ordinary(before);
  const Rows ordered = scene.tracks;
  permute(scene.truth);
  permute(scene.tracks);
  REQUIRE(scene.tracks != ordered);
  CHECK(score(scene.truth, scene.tracks) == before);
}

TEST_CASE("frames without anybody change no score") {
  Scene scene = random_scene(GENERATE(range(1U, 6U)));
  const TrackScores before = score(scene.truth, scene.tracks);
  for (Rows* rows : {&scene.truth, &scene.tracks}) {
    for (auto& row : *rows) {
      row.frame = row.frame * 1000 + (row.frame > 30 ? 8'000'000'000 : 0);
    }
  }
  CHECK(score(scene.truth, scene.tracks) == before);
}

TEST_CASE("rows of the truth with a score of 0 are left out, those of tracks are not") {
  Scene scene = random_scene(3);
  const TrackScores before = score(scene.truth, scene.tracks);
  Rows more = scene.truth;
  more.push_back({.frame = more.back().frame, .id = 500, .box = more.back().box, .score = 0});
  CHECK(score(more, scene.tracks) == before);
  scene.tracks.push_back({.frame = 60, .id = 500, .box = {.x = -900, .width = 1, .height = 1}, .score = 0});
  CHECK(score(scene.truth, scene.tracks).false_positives == before.false_positives + 1);
}

TEST_CASE("combined scores come from the added counts") {
  auto all = counts(rows_of(1, 0, {1, 2, 3, 4}), rows_of(1, 0, {1, 2, 3, 4}));
  all += counts(rows_of(1, 0, {1, 2, 3, 4}), together({rows_of(1, 0, {1, 2}), rows_of(2, 0, {3, 4})}));
  all += counts(rows_of(1, 0, {1, 2}), {});
  const TrackScores scores = scores_of(all);
  CHECK_THAT(scores.deta, WithinAbs(0.8, 1e-12));
  CHECK_THAT(scores.assa, WithinAbs(0.75, 1e-12));
  CHECK_THAT(scores.hota, WithinAbs(std::sqrt(0.8 * 0.75), 1e-12));
  CHECK_THAT(scores.mota, WithinAbs(0.7, 1e-12));
  CHECK(scores.motp == 1);
  CHECK_THAT(scores.idf1, WithinAbs(12.0 / 18, 1e-12));
  CHECK(scores.false_negatives == 2);
  CHECK(scores.objects == 10);
}

TEST_CASE("boxes without area overlap nothing") {
  const Rows flat{{.frame = 1, .id = 1, .box = {.x = 5, .y = 5, .width = 10, .height = 0}}};
  const TrackScores scores = score(flat, flat);
  CHECK(scores.false_positives == 1);
  CHECK(scores.false_negatives == 1);
  CHECK(scores.hota == 0);
}
