#include "bench/track/byte_track.hpp"

#include <catch2/catch_test_macros.hpp>

#include <vector>

using namespace brigade;
using namespace brigade::bench;

namespace {

vision::Detection walker(float score, float x = 0) {
  return {.box = {.x = x, .y = 0, .width = 40, .height = 100}, .score = score};
}

std::vector<vision::TrackedObject> shown_after(ByteTrack& tracker, const std::vector<vision::Detection>& detections) {
  std::vector<vision::TrackedObject> shown;
  tracker.update(detections, shown);
  return shown;
}

}  // namespace

TEST_CASE("ByteTrack shows who was there in the first frame at once, others with their second detection") {
  ByteTrack tracker;
  CHECK(shown_after(tracker, {walker(0.9F)}).size() == 1);
  CHECK(shown_after(tracker, {walker(0.9F), walker(0.9F, 500)}).size() == 1);
  CHECK(shown_after(tracker, {walker(0.9F), walker(0.9F, 500)}).size() == 2);
}

TEST_CASE("ByteTrack keeps a track alive by weak detections, which start none") {
  ByteTrack tracker;
  CHECK(shown_after(tracker, {walker(0.9F)}).size() == 1);
  for (int i = 0; i < 60; ++i) {
    const auto shown = shown_after(tracker, {walker(0.2F), walker(0.2F, 500)});
    REQUIRE(shown.size() == 1);
    CHECK(shown.front().id == 1);
  }
  CHECK(shown_after(tracker, {walker(0.05F)}).empty());
}

TEST_CASE("ByteTrack finds again who was missed for 30 frames, but not for 31") {
  for (const int missed : {29, 31}) {
    ByteTrack tracker;
    CHECK(shown_after(tracker, {walker(0.9F)}).size() == 1);
    for (int i = 0; i < missed; ++i) {
      CHECK(shown_after(tracker, {}).empty());
    }
    CHECK(shown_after(tracker, {walker(0.9F)}).size() == (missed < 30 ? 1 : 0));
  }
}
