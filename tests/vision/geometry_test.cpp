#include "vision/geometry.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using brigade::vision::Box;
using Catch::Matchers::WithinAbs;

TEST_CASE("two equal boxes overlap wholly") {
  const Box box{.x = 3, .y = 4, .width = 10, .height = 20};
  CHECK(intersection_over_union(box, box) == 1.0F);
}

TEST_CASE("boxes that only touch do not overlap") {
  const Box left{.x = 0, .y = 0, .width = 10, .height = 10};
  const Box right{.x = 10, .y = 0, .width = 10, .height = 10};
  CHECK(intersection_over_union(left, right) == 0.0F);
}

TEST_CASE("a box shifted by half its width overlaps by a third") {
  const Box box{.x = 0, .y = 0, .width = 10, .height = 10};
  const Box shifted{.x = 5, .y = 0, .width = 10, .height = 10};
  CHECK_THAT(intersection_over_union(box, shifted), WithinAbs(1.0 / 3.0, 1e-6));
}

TEST_CASE("a box of negative size has no area and overlaps nothing") {
  const Box negative{.x = 5, .y = 5, .width = -3, .height = 4};
  const Box box{.x = 0, .y = 0, .width = 10, .height = 10};
  CHECK(area(negative) == 0.0F);
  CHECK(intersection_over_union(negative, box) == 0.0F);
  CHECK(intersection_over_union(negative, negative) == 0.0F);
}
