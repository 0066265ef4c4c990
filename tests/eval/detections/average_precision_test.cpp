#include "eval/detections/average_precision.hpp"

#include "tests/eval/detections/random_judged_images.hpp"
#include "tests/eval/detections/reference_average_precision.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

using brigade::eval::average_precision;
using brigade::eval::DetectionScores;
using brigade::eval::JudgedImage;
using brigade::eval::TrueObject;
using brigade::vision::Box;
using brigade::vision::Detection;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double kExact = 1e-12;
constexpr Box kFirst{.x = 0, .y = 0, .width = 10, .height = 10};
constexpr Box kSecond{.x = 100, .y = 0, .width = 10, .height = 10};
constexpr Box kNowhere{.x = 500, .y = 500, .width = 10, .height = 10};

/// Lies inside kFirst and covers so many hundredths of it, which is then their IoU.
Box part_of_first(int hundredths) {
  return {.x = 0, .y = 0, .width = 10, .height = static_cast<float>(hundredths) / 10};
}

DetectionScores score(const JudgedImage& image) { return average_precision(std::vector{image}); }

TrueObject object(const Box& box, int category = 0) { return {.box = box, .category = category}; }

Detection found(const Box& box, float score, int category = 0) {
  return {.box = box, .score = score, .category = category};
}

}  // namespace

TEST_CASE("every object found where it is, and nothing else, has an AP of 1") {
  const auto scores =
      score({.truth = {object(kFirst), object(kSecond)}, .detections = {found(kFirst, 0.2F), found(kSecond, 0.9F)}});
  CHECK(scores.mean.ap == 1);
  CHECK(scores.mean.ap50 == 1);
  CHECK(scores.mean.ap75 == 1);
}

TEST_CASE("nothing found has an AP of 0") {
  const auto scores = score({.truth = {object(kFirst)}, .detections = {}});
  CHECK(scores.mean.ap == 0);
  CHECK(scores.mean.ap50 == 0);
}

TEST_CASE("a false positive scored below every object costs nothing") {
  const auto scores = score({.truth = {object(kFirst)}, .detections = {found(kFirst, 0.9F), found(kNowhere, 0.8F)}});
  CHECK(scores.mean.ap == 1);
}

TEST_CASE("a false positive scored above the one object halves its precision") {
  const auto scores = score({.truth = {object(kFirst)}, .detections = {found(kFirst, 0.8F), found(kNowhere, 0.9F)}});
  CHECK_THAT(scores.mean.ap, WithinAbs(0.5, kExact));
}

TEST_CASE("a missed object takes away the recalls that are not reached") {
  // Recall 1/2 at precision 1: the recalls 0, .01 … .50 are 51 of 101.
  const auto scores = score({.truth = {object(kFirst), object(kSecond)}, .detections = {found(kFirst, 0.9F)}});
  CHECK_THAT(scores.mean.ap, WithinAbs(51.0 / 101, kExact));
}

TEST_CASE("the precision at a recall is the best at that recall or a higher one") {
  // In the order of scores: hit, miss, hit, of 2 objects. Recall .5 at 1, then 1 at 2/3.
  const auto scores = score({.truth = {object(kFirst), object(kSecond)},
                             .detections = {found(kFirst, 0.9F), found(kNowhere, 0.8F), found(kSecond, 0.7F)}});
  CHECK_THAT(scores.mean.ap, WithinAbs((51 + 50 * 2.0 / 3) / 101, kExact));
  // Miss, hit, hit: 1/2 and then 2/3, which holds for the lower recalls too.
  const auto rising = score({.truth = {object(kFirst), object(kSecond)},
                             .detections = {found(kNowhere, 0.9F), found(kFirst, 0.8F), found(kSecond, 0.7F)}});
  CHECK_THAT(rising.mean.ap, WithinAbs(2.0 / 3, kExact));
}

TEST_CASE("a second detection of the same object is a false positive") {
  // Hit, duplicate, hit of 2 objects: as with a miss between.
  const auto scores = score({.truth = {object(kFirst), object(kSecond)},
                             .detections = {found(kFirst, 0.9F), found(kFirst, 0.8F), found(kSecond, 0.7F)}});
  CHECK_THAT(scores.mean.ap, WithinAbs((51 + 50 * 2.0 / 3) / 101, kExact));
}

TEST_CASE("a detection counts at the IoU thresholds that it reaches, the equal one included") {
  const std::vector<std::pair<int, int>> reached{{49, 0}, {50, 1}, {54, 1},  {55, 2},  {74, 5},
                                                 {75, 6}, {94, 9}, {95, 10}, {100, 10}};
  for (const auto& [hundredths, thresholds] : reached) {
    CAPTURE(hundredths);
    const auto scores = score({.truth = {object(kFirst)}, .detections = {found(part_of_first(hundredths), 0.5F)}});
    CHECK_THAT(scores.mean.ap, WithinAbs(thresholds / 10.0, kExact));
    CHECK(scores.mean.ap50 == (hundredths >= 50 ? 1 : 0));
    CHECK(scores.mean.ap75 == (hundredths >= 75 ? 1 : 0));
  }
}

TEST_CASE("a detection claims the object that it overlaps most, which the next one then cannot have") {
  const Box beside{.x = 0, .y = 1, .width = 10, .height = 10};
  const Detection between = found({.x = 0, .y = 0.25F, .width = 10, .height = 10}, 0.9F);
  // `between` has an IoU of .95 with kFirst and .86 with `beside`, which is then free for the second detection.
  const std::vector<Detection> detections{between, found(beside, 0.8F)};
  CHECK(score({.truth = {object(beside), object(kFirst)}, .detections = detections}).mean.ap == 1);
  CHECK(score({.truth = {object(kFirst), object(beside)}, .detections = detections}).mean.ap == 1);
  // The second's own object is claimed; the other is far.
  const auto scores = score({.truth = {object(kFirst), object(kSecond)}, .detections = {between, found(kFirst, 0.8F)}});
  CHECK_THAT(scores.mean.ap50, WithinAbs(51.0 / 101, kExact));
}

TEST_CASE("of two objects overlapped alike the later one is claimed") {
  const Box left{.x = 0, .y = 0, .width = 10, .height = 10};
  const Box right{.x = 2, .y = 0, .width = 10, .height = 10};
  // The first has an IoU of 9/11 with both, the second is `right`, with 8/12 to `left`.
  const std::vector<Detection> detections{found({.x = 1, .y = 0, .width = 10, .height = 10}, 0.9F), found(right, 0.8F)};
  constexpr double kHalf = 51.0 / 101;  // recall reaches .50
  const double left_last = score({.truth = {object(right), object(left)}, .detections = detections}).mean.ap;
  CHECK_THAT(left_last, WithinAbs((7 + 3 * kHalf / 2) / 10, kExact));
  const double right_last = score({.truth = {object(left), object(right)}, .detections = detections}).mean.ap;
  CHECK_THAT(right_last, WithinAbs((4 + 3 * kHalf + 3 * kHalf / 2) / 10, kExact));
}

TEST_CASE("an object claimed at a low threshold is still free at a higher one") {
  // The better scored reaches .60 only: at .50, .55 and .60 it is the hit (precision 1), above the second is (1/2).
  const auto scores =
      score({.truth = {object(kFirst)}, .detections = {found(part_of_first(60), 0.9F), found(kFirst, 0.8F)}});
  CHECK_THAT(scores.mean.ap, WithinAbs((3 + 7 * 0.5) / 10, kExact));
}

TEST_CASE("detections of equal score keep the order of the rows, and of the images") {
  const JudgedImage hit_first{.truth = {object(kFirst)}, .detections = {found(kFirst, 0.5F), found(kNowhere, 0.5F)}};
  CHECK(score(hit_first).mean.ap == 1);
  const JudgedImage miss_first{.truth = {object(kFirst)}, .detections = {found(kNowhere, 0.5F), found(kFirst, 0.5F)}};
  CHECK_THAT(score(miss_first).mean.ap, WithinAbs(0.5, kExact));

  const JudgedImage hit{.truth = {object(kFirst)}, .detections = {found(kFirst, 0.5F)}};
  const JudgedImage miss{.truth = {}, .detections = {found(kNowhere, 0.5F)}};
  CHECK(average_precision(std::vector{hit, miss}).mean.ap == 1);
  CHECK_THAT(average_precision(std::vector{miss, hit}).mean.ap, WithinAbs(0.5, kExact));
}

TEST_CASE("objects are found in their own image only") {
  const std::vector<JudgedImage> images{{.truth = {object(kFirst)}, .detections = {}},
                                        {.truth = {}, .detections = {found(kFirst, 0.9F)}}};
  CHECK(average_precision(images).mean.ap == 0);
}

TEST_CASE("the mean is over the categories that the truth holds") {
  const auto scores = score({.truth = {object(kFirst, 7), object(kSecond, 3)},
                             .detections = {found(kFirst, 0.9F, 7), found(kSecond, 0.9F, 7), found(kNowhere, 1, 5)}});
  REQUIRE(scores.categories.size() == 2);
  CHECK(scores.categories[0].category == 3);
  CHECK(scores.categories[0].precision.ap == 0);
  CHECK(scores.categories[1].category == 7);
  CHECK(scores.categories[1].objects == 1);
  CHECK(scores.categories[1].precision.ap == 1);
  CHECK_THAT(scores.mean.ap, WithinAbs(0.5, kExact));
  CHECK(scores.images == 1);
  CHECK(scores.objects == 2);
  CHECK(scores.detections == 3);
}

TEST_CASE("the 100 best detections of a category in an image count, and no more") {
  JudgedImage image{.truth = {object(kFirst)}, .detections = std::vector(99, found(kNowhere, 0.9F))};
  image.detections.push_back(found(kFirst, 0.1F));
  CHECK_THAT(score(image).mean.ap, WithinAbs(0.01, kExact));
  image.detections.insert(image.detections.begin(), found(kNowhere, 0.2F));
  CHECK(score(image).mean.ap == 0);
}

TEST_CASE("boxes without extent are found by nothing") {
  const Box empty{.x = 5, .y = 5, .width = 0, .height = 0};
  CHECK(score({.truth = {object(empty)}, .detections = {found(empty, 0.9F)}}).mean.ap == 0);
}

TEST_CASE("without any object there is no mean") {
  CHECK(std::isnan(score({.truth = {}, .detections = {found(kFirst, 0.9F)}}).mean.ap));
  CHECK(std::isnan(average_precision({}).mean.ap50));
}

TEST_CASE("AP equals the plain definition on random boxes") {
  const std::vector<std::tuple<std::uint32_t, int, int>> sizes{{1, 20, 12}, {2, 40, 6}, {3, 4, 30}, {4, 3, 500}};
  for (const auto& [seed, count, detections] : sizes) {
    CAPTURE(seed);
    const auto images = brigade::tests::random_judged_images(seed, count, detections);
    const auto scores = average_precision(images);
    REQUIRE(scores.categories.size() == 3);
    for (const auto& category : scores.categories) {
      double sum = 0;
      for (int hundredths = 50; hundredths < 100; hundredths += 5) {
        sum += brigade::tests::reference_average_precision(images, category.category, hundredths / 100.0);
      }
      CHECK_THAT(category.precision.ap, WithinAbs(sum / 10, kExact));
      CHECK(category.precision.ap > 0.01);
      CHECK(category.precision.ap < 0.99);
      CHECK_THAT(category.precision.ap50,
                 WithinAbs(brigade::tests::reference_average_precision(images, category.category, 0.5), kExact));
      CHECK_THAT(category.precision.ap75,
                 WithinAbs(brigade::tests::reference_average_precision(images, category.category, 0.75), kExact));
    }
  }
}
