#include "stages/render/trails.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace {

using namespace brigade;
using namespace std::chrono_literals;
using stages::Trails;
using std::chrono::nanoseconds;

vision::TrackedObject at(std::int64_t id, float x) {
  return {.id = id, .box = {.x = x, .y = 20, .width = 10, .height = 30}};
}

/// One object that walks 100 pixels a second to the right, seen at that rate.
Trails walked(nanoseconds apart, nanoseconds until) {
  Trails trails;
  for (nanoseconds time = 0ns; time <= until; time += apart) {
    trails.update(std::array{at(1, 100 * std::chrono::duration<float>(time).count())}, time);
  }
  return trails;
}

}  // namespace

TEST_CASE("a trail ends at its object's foot, or at its centre") {
  Trails foot;
  foot.update(std::array{at(3, 50)}, 0ms);
  REQUIRE(foot.points(3).size() == 1);
  CHECK(foot.points(3).back().position == cv::Point2f(55, 50));
  Trails centre({.anchor = stages::Anchor::centre});
  centre.update(std::array{at(3, 50)}, 0ms);
  CHECK(centre.points(3).back().position == cv::Point2f(55, 35));
  CHECK(centre.points(4).empty());
}

TEST_CASE("a trail is as long in media time at any frame rate") {
  for (const nanoseconds apart : {nanoseconds(10ms), nanoseconds(33ms), nanoseconds(100ms), nanoseconds(500ms)}) {
    const Trails trails = walked(apart, 10s);
    const auto points = trails.points(1);
    INFO("a frame every " << apart.count() / 1'000'000 << " ms");
    REQUIRE(points.size() >= 2);
    const nanoseconds last = 10s / apart * apart;
    CHECK(points.back().time == last);
    const nanoseconds reach = points.back().time - points.front().time;
    CHECK(reach <= trails.options().length);
    CHECK(reach > trails.options().length - apart - trails.options().spacing - 1ms);
    for (std::size_t i = 1; i < points.size(); ++i) {
      CHECK(points[i].time > points[i - 1].time);
    }
  }
}

TEST_CASE("a trail never holds more points than its length and spacing allow") {
  const stages::TrailOptions options{.length = 1s, .spacing = 100ms, .objects = 4};
  Trails trails(options);
  std::size_t most = 0;
  for (int frame = 0; frame < 5000; ++frame) {
    trails.update(std::array{at(1, 0)}, frame * 1ms);
    most = std::max(most, trails.points(1).size());
  }
  CHECK(most >= 10);
  CHECK(most <= 13);
}

TEST_CASE("of more objects than there is room for, those seen last keep their trails") {
  Trails trails({.objects = 3});
  for (std::int64_t id = 1; id <= 1000; ++id) {
    trails.update(std::array{at(id, 0)}, nanoseconds(id * 1'000'000));
  }
  int kept = 0;
  for (std::int64_t id = 1; id <= 1000; ++id) {
    kept += trails.points(id).empty() ? 0 : 1;
  }
  CHECK(kept == 3);
  CHECK_FALSE(trails.points(998).empty());
  CHECK_FALSE(trails.points(1000).empty());
}

TEST_CASE("an object that is gone is forgotten after the trail's length") {
  Trails trails({.length = 1s});
  trails.update(std::array{at(1, 0), at(2, 0)}, 0ms);
  trails.update(std::array{at(2, 5)}, 900ms);
  CHECK(trails.points(1).size() == 1);
  trails.update(std::array{at(2, 9)}, 1100ms);
  CHECK(trails.points(1).empty());
  CHECK(trails.points(2).size() == 2);
}

TEST_CASE("time that runs backwards starts all trails anew") {
  Trails trails;
  trails.update(std::array{at(1, 0)}, 5s);
  trails.update(std::array{at(1, 1)}, 5200ms);
  trails.update(std::array{at(1, 2)}, 0s);
  CHECK(trails.points(1).size() == 1);
}

TEST_CASE("boxes that are not finite leave no point") {
  Trails trails;
  trails.update(
      std::array{at(1, std::numeric_limits<float>::quiet_NaN()), at(2, std::numeric_limits<float>::infinity())}, 0ms);
  CHECK(trails.points(1).empty());
  CHECK(trails.points(2).empty());
}
