#include "stages/track/track_step.hpp"

#include "pipeline/frame_pool.hpp"
#include "pipeline/trace.hpp"
#include "tests/stages/track/camera_motion/textured_wall.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

using namespace brigade;
using namespace std::chrono_literals;
using Catch::Approx;

namespace {

const stages::MovingObject kWalker{{.id = 7, .box = {100, 50, 20, 40}, .score = 0.8F, .category = 0},
                                   {104, 50, 20, 44}};

/// The ids that three things get that stand before a wall while the camera shakes, and the details of the trace.
struct Shaken {
  std::set<std::int64_t> ids;
  std::multiset<std::string> details;
};

Shaken shake(bool with_pixels) {
  pipeline::Trace trace("test");
  pipeline::StageRecorder recorder("track", pipeline::Clock(), &trace.add_row("track"));
  const auto pool = pipeline::FramePool::create(1, std::size_t{640} * 360 * 3 / 2).value();
  stages::TrackStep step{stages::Tracker()};
  Shaken shaken;
  for (int frame = 0; frame < 60; ++frame) {
    const vision::Similarity pose{.right = frame / 10 * 37 % 83 - 41.0, .down = frame / 10 * 53 % 61 - 30.0};
    stages::DetectionsMessage message{.frame_id = frame, .stamp = {.media_time = frame * 40ms, .captured = {}}};
    auto photograph = tests::photograph_wall(640, 360, pose);
    for (const float x : {120.0F, 300.0F, 480.0F}) {
      const vision::Box box = vision::apply(pose, vision::Box{.x = x, .y = 120, .width = 24, .height = 60});
      paint_object(photograph, box, 9);
      message.detections.push_back({.box = box, .score = 0.9F});
    }
    if (with_pixels) {
      message.layout = photograph.layout;
      message.slot = pool->acquire().value();
      std::ranges::copy(photograph.pixels, message.slot.writable().begin());
    }
    const auto tracks = step(message, recorder).value();
    for (const stages::MovingObject& track : tracks.tracks.view()) {
      shaken.ids.insert(track.object.id);
    }
  }
  for (const pipeline::Span& span : trace.rows().front().spans()) {
    shaken.details.insert(std::string(span.name));
  }
  return shaken;
}

}  // namespace

TEST_CASE("tracks follow a camera that shakes when the frames come with their detections") {
  const Shaken with = shake(true);
  CHECK(with.ids == std::set<std::int64_t>{1, 2, 3});
  CHECK(with.details.count("camera motion") == 60);
  const Shaken without = shake(false);
  CHECK(without.ids.size() > 3);
  CHECK(without.details.empty());
}

TEST_CASE("a track drawn at its own time is where it was detected") {
  CHECK(stages::object_at(kWalker, 1s, 1s) == kWalker.object);
}

TEST_CASE("a track drawn later has moved on in proportion") {
  const auto object = stages::object_at(kWalker, 1s, 1050ms);
  CHECK(object.box.x == Approx(102));
  CHECK(object.box.height == Approx(42));
  CHECK(object.id == 7);
}

TEST_CASE("a track drawn before its detection stays where it was detected") {
  CHECK(stages::object_at(kWalker, 1s, 900ms).box == kWalker.object.box);
}

TEST_CASE("a track that is not seen again moves on for a second at most") {
  CHECK(stages::object_at(kWalker, 1s, 2s).box == stages::object_at(kWalker, 1s, 60s).box);
}

TEST_CASE("a shrinking track never gets a negative size") {
  const stages::MovingObject shrinking{{.id = 1, .box = {0, 0, 10, 10}}, {0, 0, 5, 5}};
  const auto object = stages::object_at(shrinking, 0s, 1s);
  CHECK(object.box.width == 0);
  CHECK(object.box.height == 0);
}

TEST_CASE("the track step hands on detections, and tracks with their way ahead") {
  stages::TrackStep step{stages::Tracker()};
  pipeline::StageRecorder recorder("track", pipeline::Clock(), nullptr);
  stages::TracksMessage tracks;
  for (int frame = 0; frame < 10; ++frame) {
    stages::DetectionsMessage message{.frame_id = frame, .stamp = {.media_time = frame * 100ms, .captured = {}}};
    message.detections.assign(
        std::array{vision::Detection{.box = {100.0F + 10.0F * static_cast<float>(frame), 50, 40, 80}, .score = 0.9F}});
    tracks = step(message, recorder).value();
  }
  CHECK(tracks.frame_id == 9);
  CHECK(tracks.stamp.media_time == 900ms);
  REQUIRE(tracks.detections.view().size() == 1);
  REQUIRE(tracks.tracks.view().size() == 1);
  const auto& track = tracks.tracks.view().front();
  CHECK(track.object.id == 1);
  CHECK(track.ahead.x - track.object.box.x == Approx(10).margin(2));
}

TEST_CASE("the tracker's options change between frames") {
  stages::LiveControls controls;
  stages::TrackStep step(stages::Tracker(), {}, &controls);
  pipeline::StageRecorder recorder("track", pipeline::Clock(), nullptr);
  const auto track = [&](int frame, float score) {
    stages::DetectionsMessage message{.frame_id = frame, .stamp = {.media_time = frame * 100ms, .captured = {}}};
    message.detections.assign(std::array{vision::Detection{.box = {100, 50, 40, 80}, .score = score}});
    return step(message, recorder).value().tracks.view().size();
  };
  CHECK(track(0, 0.6F) == 1);
  CHECK(track(1, 0.3F) == 1);  // weak, but enough to go on
  controls.track.put(stages::options_for_score(0.99F));
  CHECK(track(2, 1.0F) == 0);  // the weak track has ended; a new one has to be confirmed
  CHECK(track(3, 1.0F) == 0);
  CHECK(track(4, 1.0F) == 1);
  controls.track.put(stages::options_for_score(0.3F));
  CHECK(track(5, 0.3F) == 1);  // less is asked for, and the track stays
}
