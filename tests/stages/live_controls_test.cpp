#include "stages/live_controls.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <vector>

using namespace brigade;
using stages::LiveControls;

TEST_CASE("a change tells both stages, the detector of everything that the tracker can use") {
  LiveControls controls;
  const std::vector<int> categories{2, 0};
  stages::change(controls, {.score = 0.6F, .categories = categories, .heat_category = 2});
  const auto detect = controls.detect.take();
  const auto track = controls.track.take();
  REQUIRE(detect.has_value());
  REQUIRE(track.has_value());
  CHECK(detect->score == track->lowest_score);
  CHECK(track->birth_score == stages::options_for_score(0.6F).birth_score);
  CHECK(std::ranges::equal(detect->categories.view(), categories));
  CHECK(detect->heat_category == 2);
}

TEST_CASE("stills are tracked as stills after a change too") {
  LiveControls controls;
  stages::change(controls, {.score = 0.6F, .stills = true});
  const auto track = controls.track.take();
  REQUIRE(track.has_value());
  CHECK(track->birth_score == 0.6F);
  CHECK(track->confirm_after == std::chrono::nanoseconds::zero());
  CHECK(controls.detect.take()->categories.view().empty());
}
