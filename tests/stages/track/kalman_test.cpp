#include "stages/track/kalman.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <initializer_list>
#include <random>

using brigade::stages::BoxFilter;
using brigade::vision::Box;
using Catch::Matchers::WithinAbs;

namespace {

/// A walker at 60 pixels a second, who comes a little nearer.
Box walker(double time) {
  return {.x = static_cast<float>(100 + 60 * time),
          .y = 50,
          .width = static_cast<float>(40 + 2 * time),
          .height = static_cast<float>(100 + 5 * time)};
}

void check_same(const Box& a, const Box& b, double tolerance) {
  CHECK_THAT(a.x, WithinAbs(b.x, tolerance));
  CHECK_THAT(a.y, WithinAbs(b.y, tolerance));
  CHECK_THAT(a.width, WithinAbs(b.width, tolerance));
  CHECK_THAT(a.height, WithinAbs(b.height, tolerance));
}

}  // namespace

TEST_CASE("a box filter starts with the box that it was given, at rest") {
  BoxFilter filter(walker(0));
  check_same(filter.box(), walker(0), 1e-4);
  filter.predict(0.5);
  check_same(filter.box(), walker(0), 1e-4);
}

TEST_CASE("a box filter learns the velocity of a steady box") {
  BoxFilter filter(walker(0));
  for (int frame = 1; frame <= 60; ++frame) {
    filter.predict(0.04);
    filter.update(walker(frame * 0.04));
  }
  CHECK_THAT(filter.velocity()[0], WithinAbs(61, 0.5));  // the left edge at 60, the centre faster by half the growth
  CHECK_THAT(filter.velocity()[3], WithinAbs(5, 0.5));
  filter.predict(0.5);
  check_same(filter.box(), walker(60 * 0.04 + 0.5), 1.0);
}

TEST_CASE("a box filter follows through irregular times between frames") {
  BoxFilter filter(walker(0));
  double time = 0;
  for (int round = 0; round < 20; ++round) {
    for (const double step : {0.02, 0.21, 0.04, 0.1}) {
      time += step;
      filter.predict(step);
      filter.update(walker(time));
    }
  }
  CHECK_THAT(filter.velocity()[0], WithinAbs(61, 0.5));
  check_same(filter.box(), walker(time), 0.5);
}

TEST_CASE("two predictions by half the time are one by the whole") {
  BoxFilter once(walker(0));
  BoxFilter twice(walker(0));
  for (int frame = 1; frame <= 10; ++frame) {
    once.predict(0.1);
    twice.predict(0.05);
    twice.predict(0.05);
    once.update(walker(frame * 0.1));
    twice.update(walker(frame * 0.1));
  }
  // The noise follows the box's size, which changes a little on the way: hence not to the last bit.
  check_same(once.box(), twice.box(), 0.05);
  CHECK_THAT(once.velocity()[0], WithinAbs(twice.velocity()[0], 0.5));
}

TEST_CASE("a box filter smooths what a detector gets wrong from frame to frame") {
  std::mt19937 random(5);
  const auto jitter = [&random] { return (static_cast<float>(random() % 1001) - 500.0F) / 100.0F; };  // up to 5 pixels
  BoxFilter filter(walker(0));
  double measured_error = 0;
  double filtered_error = 0;
  for (int frame = 1; frame <= 200; ++frame) {
    const Box truth = walker(frame * 0.04);
    Box measured = truth;
    measured.x += jitter();
    filter.predict(0.04);
    filter.update(measured);
    if (frame > 20) {
      measured_error += std::abs(measured.x - truth.x);
      filtered_error += std::abs(filter.box().x - truth.x);
    }
  }
  CHECK(filtered_error < 0.6 * measured_error);
}

TEST_CASE("time that does not pass moves nothing") {
  BoxFilter filter(walker(0));
  filter.predict(0.1);
  filter.update(walker(0.1));
  const Box before = filter.box();
  for (const double seconds : {0.0, -1.0, std::nan("")}) {
    filter.predict(seconds);
    CHECK(filter.box() == before);
  }
}

TEST_CASE("many updates in no time and very long predictions keep every number finite") {
  BoxFilter filter(walker(0));
  for (int i = 0; i < 100000; ++i) {
    filter.update(walker(0));
  }
  check_same(filter.box(), walker(0), 1e-3);
  for (const double seconds : {1e-9, 1e9, 1e-9}) {
    filter.predict(seconds);
    filter.update(walker(1));
    CHECK(std::isfinite(filter.box().x));
    CHECK(std::isfinite(filter.velocity()[0]));
  }
  check_same(filter.box(), walker(1), 1.0);
}

TEST_CASE("a box that shrinks away keeps one pixel") {
  BoxFilter filter({.x = 0, .y = 0, .width = 50, .height = 50});
  for (int i = 1; i <= 5; ++i) {
    filter.predict(0.1);
    const auto side = static_cast<float>(50 - 9 * i);
    filter.update({.x = 0, .y = 0, .width = side, .height = side});
  }
  filter.predict(10);
  CHECK(filter.box().width == 1.0F);
  CHECK(filter.box().height == 1.0F);
}
