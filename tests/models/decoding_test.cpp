#include "models/decoding.hpp"

#include "models/suppression.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <limits>
#include <vector>

using namespace brigade::models;
using brigade::vision::Detection;
using Catch::Matchers::WithinAbs;

TEST_CASE("logit is the inverse of sigmoid, to both ends") {
  for (const float probability : {1e-6F, 0.05F, 0.3F, 0.5F, 0.999F}) {
    CHECK_THAT(sigmoid(logit(probability)), WithinAbs(probability, 1e-6));
  }
  CHECK(logit(0) == -std::numeric_limits<float>::infinity());
  CHECK(logit(1) == std::numeric_limits<float>::infinity());
  CHECK(sigmoid(-1000) == 0);
  CHECK(sigmoid(1000) == 1);
}

TEST_CASE("the best detections do not depend on the order they came in") {
  std::vector<Detection> detections(24);
  for (std::size_t i = 0; i < detections.size(); ++i) {
    detections[i] = {.box = {.x = static_cast<float>(i % 3), .y = i < 12 ? 0.0F : 1.0F},
                     .score = i % 2 == 0 ? 0.25F : 0.5F,
                     .category = static_cast<int>(i % 5)};
  }
  std::vector<Detection> forwards = detections;
  std::vector<Detection> backwards(detections.rbegin(), detections.rend());
  keep_best(forwards, 7);
  keep_best(backwards, 7);
  CHECK(forwards.size() == 7);
  CHECK(forwards == backwards);
  CHECK(std::ranges::is_sorted(forwards, std::greater{}, &Detection::score));
}

TEST_CASE("keeping more than there are keeps all") {
  std::vector<Detection> detections{{.box = {}, .score = 0.2F}, {.box = {}, .score = 0.9F}};
  keep_best(detections, 100);
  REQUIRE(detections.size() == 2);
  CHECK(detections[0].score == 0.9F);
}

TEST_CASE("an overlap with a suppressed box suppresses nothing") {
  // Each overlaps its neighbour by 3/5, the first and the third only by a third.
  std::vector<Detection> row{{.box = {.x = 0, .y = 0, .width = 8, .height = 1}, .score = 0.9F},
                             {.box = {.x = 2, .y = 0, .width = 8, .height = 1}, .score = 0.8F},
                             {.box = {.x = 4, .y = 0, .width = 8, .height = 1}, .score = 0.7F}};
  suppress_overlaps(row, 0.5F, 100);
  REQUIRE(row.size() == 2);
  CHECK(row[0].box.x == 0);
  CHECK(row[1].box.x == 4);
}

TEST_CASE("suppression stops when enough are kept") {
  std::vector<Detection> apart{{.box = {.x = 0, .y = 0, .width = 1, .height = 1}, .score = 0.9F},
                               {.box = {.x = 2, .y = 0, .width = 1, .height = 1}, .score = 0.8F},
                               {.box = {.x = 4, .y = 0, .width = 1, .height = 1}, .score = 0.7F}};
  suppress_overlaps(apart, 0.5F, 2);
  CHECK(apart.size() == 2);
}
