#include "vision/similarity.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using namespace brigade::vision;
using Catch::Matchers::WithinAbs;

TEST_CASE("a picture that did not move leaves everything where it is") {
  constexpr Similarity kStill;
  const Box box{.x = 3, .y = 4, .width = 10, .height = 20};
  CHECK(apply(kStill, Point{.x = 7, .y = -2}) == Point{.x = 7, .y = -2});
  CHECK(apply(kStill, box) == box);
  CHECK(scale(kStill) == 1.0);
}

TEST_CASE("a shifted picture takes places along, but no directions") {
  constexpr Similarity kShift{.right = 5, .down = -3};
  CHECK(apply(kShift, Point{.x = 1, .y = 1}) == Point{.x = 6, .y = -2});
  CHECK(apply_to_direction(kShift, Point{.x = 1, .y = 1}) == Point{.x = 1, .y = 1});
  CHECK(apply(kShift, Box{.x = 10, .y = 20, .width = 4, .height = 6}) ==
        Box{.x = 15, .y = 17, .width = 4, .height = 6});
}

TEST_CASE("a picture turned by a quarter makes right to down") {
  constexpr Similarity kQuarter{.a = 0, .b = 1};
  CHECK(apply(kQuarter, Point{.x = 2, .y = 0}) == Point{.x = 0, .y = 2});
  CHECK(apply_to_direction(kQuarter, Point{.x = 0, .y = 2}) == Point{.x = -2, .y = 0});
}

TEST_CASE("a picture that grows takes boxes away from its corner and makes them larger") {
  constexpr Similarity kTwice{.a = 2};
  CHECK(apply(kTwice, Box{.x = 10, .y = 20, .width = 4, .height = 6}) ==
        Box{.x = 20, .y = 40, .width = 8, .height = 12});
}

TEST_CASE("a turned box keeps its sides and has its centre where that went") {
  constexpr Similarity kTurn{.a = 0.8, .b = 0.6, .right = 100};
  const Box box = apply(kTurn, Box{.x = 90, .y = 40, .width = 20, .height = 20});
  CHECK_THAT(scale(kTurn), WithinAbs(1, 1e-12));
  CHECK_THAT(box.width, WithinAbs(20, 1e-4));
  CHECK_THAT(box.x + box.width / 2, WithinAbs(0.8 * 100 - 0.6 * 50 + 100, 1e-4));
  CHECK_THAT(box.y + box.height / 2, WithinAbs(0.6 * 100 + 0.8 * 50, 1e-4));
}
