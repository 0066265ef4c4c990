#include "bench/track/sequence.hpp"

#include "bench/track/between_frames.hpp"
#include "bench/track/scene.hpp"
#include "stages/track/offline/sequence_frame.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <vector>

using namespace brigade;
using namespace brigade::bench;

TEST_CASE("dropping frames keeps numbers, times and truth of the rest, and adds up the camera's motion") {
  SceneOptions options;
  options.frames = 10;
  options.camera.shake = 5;
  const Sequence whole = make_scene(options, 1);
  const Sequence rest = every_nth(whole, 3);
  REQUIRE(rest.frames.size() == 4);
  for (std::size_t i = 0; i < rest.frames.size(); ++i) {
    const Frame& original = whole.frames[3 * i];
    CHECK(rest.frames[i].number == original.number);
    CHECK(rest.frames[i].time == original.time);
    CHECK(rest.frames[i].detections == original.detections);
  }
  CHECK(rest.frames[1].camera.right ==
        whole.frames[1].camera.right + whole.frames[2].camera.right + whole.frames[3].camera.right);
  CHECK(std::ranges::all_of(rest.truth, [](const auto& row) { return (row.frame - 1) % 3 == 0; }));
  CHECK(every_nth(whole, 1) == whole);
}

TEST_CASE("a box that moves evenly is predicted between detections, and one that is held lags behind") {
  Sequence sequence{.name = "one walker", .frames = {}, .truth = {}};
  for (int number = 1; number <= 60; ++number) {
    const vision::Box box{.x = 4.0F * static_cast<float>(number), .y = 0, .width = 40, .height = 100};
    sequence.frames.push_back({.number = number,
                               .time = brigade::stages::frame_time(number, 25),
                               .detections = {{.box = box, .score = 0.9F}},
                               .camera = {}});
    sequence.truth.push_back({.frame = number, .id = 1, .box = box});
  }
  const BetweenFrames judged = judge_between_frames(std::vector{sequence}, 3);
  CHECK(judged.detected > 0.95);
  CHECK(judged.predicted > 0.9);
  CHECK(judged.held < judged.predicted);
  CHECK(judged.between > judged.boxes);
}
