#include "stages/track/heading.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <chrono>

using brigade::stages::Heading;
using brigade::vision::Box;
using Catch::Matchers::WithinAbs;
using namespace std::chrono_literals;

namespace {

Box at(float x, float y) { return {.x = x, .y = y, .width = 20, .height = 50}; }

}  // namespace

TEST_CASE("the turn is none straight on, half at a right angle, whole back") {
  Heading heading(at(100, 100), 0ms);
  heading.observe(at(150, 100), 400ms);
  CHECK_THAT(heading.turn_to(at(200, 100)), WithinAbs(0, 1e-12));
  CHECK_THAT(heading.turn_to(at(100, 180)), WithinAbs(0.5, 1e-12));
  CHECK_THAT(heading.turn_to(at(50, 100)), WithinAbs(1, 1e-12));
}

TEST_CASE("one who was seen once or stood still has no heading") {
  Heading heading(at(100, 100), 0ms);
  CHECK(heading.turn_to(at(0, 0)) == 0);
  heading.observe(at(100, 100), 400ms);
  CHECK(heading.turn_to(at(0, 0)) == 0);
}

TEST_CASE("a heading forgets the way of more than a second ago") {
  Heading heading(at(0, 0), 0ms);
  for (int step = 1; step <= 10; ++step) {
    heading.observe(at(20.0F * static_cast<float>(step), 0), step * 100ms);
  }
  for (int step = 1; step <= 11; ++step) {  // now down
    heading.observe(at(200, 20.0F * static_cast<float>(step)), 1000ms + step * 100ms);
  }
  CHECK(heading.turn_to(at(200, 300)) < 0.01);
  CHECK(heading.turn_to(at(400, 150)) > 0.2);
}
