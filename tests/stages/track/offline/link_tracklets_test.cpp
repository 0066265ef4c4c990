#include "stages/track/offline/link_tracklets.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

using namespace brigade::stages;

namespace {

/// Someone 100 pixels high who walks to the right at 50 pixels a second, seen ten times a second.
Tracklet walk(double from, double to, float y = 0, int category = 0, float height = 100) {
  Tracklet tracklet{.category = category, .observations = {}};
  for (int step = 0; from + 0.1 * step <= to + 1e-9; ++step) {
    const double seconds = from + 0.1 * step;
    tracklet.observations.push_back(
        {.frame = static_cast<std::size_t>(std::lround(seconds * 10)),
         .seconds = seconds,
         .box = {.x = static_cast<float>(50 * seconds), .y = y, .width = 40, .height = height},
         .score = 0.9F});
  }
  return tracklet;
}

}  // namespace

TEST_CASE("the pieces of one way become one, in the order of time") {
  const auto linked = link_tracklets({walk(0, 1), walk(1.5, 2.5), walk(3, 4)});
  REQUIRE(linked.size() == 1);
  CHECK(linked[0].observations.size() == 33);
  for (std::size_t i = 1; i < linked[0].observations.size(); ++i) {
    CHECK(linked[0].observations[i].frame > linked[0].observations[i - 1].frame);
  }
}

TEST_CASE("pieces that lie apart in time, place, size or category stay apart") {
  const LinkOptions options;
  CHECK(link_tracklets({walk(0, 1), walk(1.1 + options.longest_gap, 5)}).size() == 2);
  CHECK(link_tracklets({walk(0, 1), walk(1.5, 2.5, 150)}).size() == 2);
  CHECK(link_tracklets({walk(0, 1), walk(1.5, 2.5, 0, 0, 60)}).size() == 2);
  CHECK(link_tracklets({walk(0, 1), walk(1.5, 2.5, 0, 7)}).size() == 2);
}

TEST_CASE("pieces that are there at one time are two objects") {
  CHECK(link_tracklets({walk(0, 1), walk(0.9, 2)}).size() == 2);
}

TEST_CASE("an end is joined once, to what fits it best") {
  const auto linked = link_tracklets({walk(0, 1), walk(1.5, 2.5, 12), walk(1.6, 2.6, 1)});
  REQUIRE(linked.size() == 2);
  CHECK(linked[0].observations.size() == 22);
  CHECK(linked[0].observations.back().box.y == 1);
  CHECK(linked[1].observations.front().box.y == 12);
}

TEST_CASE("single observations can be linked, and nothing is linked of nothing") {
  CHECK(link_tracklets({walk(0, 1), walk(1.2, 1.2)}).size() == 1);
  CHECK(link_tracklets({}).empty());
}
