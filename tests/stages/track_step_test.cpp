#include "stages/track/track_step.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>

using namespace brigade;
using namespace std::chrono_literals;
using Catch::Approx;

namespace {

const stages::MovingObject kWalker{{.id = 7, .box = {100, 50, 20, 40}, .score = 0.8F, .category = 0},
                                   {104, 50, 20, 44}};

}  // namespace

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
  stages::TracksMessage tracks;
  for (int frame = 0; frame < 10; ++frame) {
    stages::DetectionsMessage message{.frame_id = frame, .stamp = {.media_time = frame * 100ms, .captured = {}}};
    message.detections.assign(
        std::array{vision::Detection{.box = {100.0F + 10.0F * static_cast<float>(frame), 50, 40, 80}, .score = 0.9F}});
    tracks = step(message).value();
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
  const auto track = [&](int frame, float score) {
    stages::DetectionsMessage message{.frame_id = frame, .stamp = {.media_time = frame * 100ms, .captured = {}}};
    message.detections.assign(std::array{vision::Detection{.box = {100, 50, 40, 80}, .score = score}});
    return step(message).value().tracks.view().size();
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
