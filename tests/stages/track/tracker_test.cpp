#include "stages/track/tracker.hpp"

#include "common/seconds.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <vector>

using namespace brigade::stages;
using namespace std::chrono_literals;
using brigade::seconds;
using brigade::vision::Box;
using brigade::vision::Detection;
using brigade::vision::TrackedObject;
using Catch::Matchers::WithinAbs;
using std::chrono::nanoseconds;

namespace {

constexpr nanoseconds kFrame = 40ms;

/// Someone of 40 x 100 pixels who was at `x` at time 0 and goes at `speed` pixels a second.
Detection walker(nanoseconds time, double x, double speed, float y = 100, float score = 0.9F, int category = 0) {
  return {.box = {.x = static_cast<float>(x + speed * seconds(time)), .y = y, .width = 40, .height = 100},
          .score = score,
          .category = category};
}

std::vector<TrackedObject> step(Tracker& tracker, nanoseconds time, const std::vector<Detection>& detections) {
  std::vector<TrackedObject> objects;
  tracker.update(detections, time);
  tracker.predict(time, objects);
  return objects;
}

std::vector<std::int64_t> ids(const std::vector<TrackedObject>& objects) {
  std::vector<std::int64_t> list;
  list.reserve(objects.size());
  for (const TrackedObject& object : objects) {
    list.push_back(object.id);
  }
  return list;
}

using Ids = std::vector<std::int64_t>;

/// A crowd of walkers who come and go, with jitter, misses, weak and false detections; the same for the same seed.
std::vector<std::vector<Detection>> noisy_crowd(int frames) {
  std::mt19937 random(2);
  const auto draw = [&random](int from, int to) {
    return from + static_cast<int>(random() % static_cast<unsigned>(to - from + 1));
  };
  std::vector<std::vector<Detection>> crowd;
  for (int frame = 0; frame < frames; ++frame) {
    std::vector<Detection>& detections = crowd.emplace_back();
    for (int person = 0; person < 20; ++person) {
      if ((frame + 13 * person) % 200 < 150 && draw(0, 9) > 0) {
        Detection detection =
            walker(frame * kFrame, 30.0 * person, 7.0 * (person - 10), static_cast<float>(17 * person),
                   static_cast<float>(draw(15, 95)) / 100.0F, person % 3);
        detection.box.x += static_cast<float>(draw(-3, 3));
        detection.box.height += static_cast<float>(draw(-4, 4));
        detections.push_back(detection);
      }
    }
    detections.push_back(walker(0s, draw(0, 1000), 0, static_cast<float>(draw(0, 500)), 0.6F));
    std::ranges::shuffle(detections, random);
  }
  return crowd;
}

}  // namespace

TEST_CASE("the objects of the first frame are shown at once, numbered from 1") {
  Tracker tracker;
  const auto objects = step(tracker, 0s, {walker(0s, 0, 0), walker(0s, 200, 0, 100, 0.8F, 2)});
  REQUIRE(ids(objects) == Ids{1, 2});
  CHECK(objects[1].score == 0.8F);
  CHECK(objects[1].category == 2);
  CHECK(objects[1].box == Box{.x = 200, .y = 100, .width = 40, .height = 100});
}

TEST_CASE("a later object is shown once it has been seen for a while") {
  Tracker tracker;
  CHECK(step(tracker, 0s, {}).empty());
  for (nanoseconds time = kFrame; time <= 400ms; time += kFrame) {
    const bool believed = time - kFrame >= tracker.options().confirm_after;
    CHECK(step(tracker, time, {walker(time, 0, 50)}).size() == (believed ? 1 : 0));
  }
}

TEST_CASE("where frames lie far apart a second detection is enough") {
  Tracker tracker;
  step(tracker, 0s, {});
  CHECK(step(tracker, 500ms, {walker(500ms, 0, 10)}).empty());
  CHECK(ids(step(tracker, 1s, {walker(1s, 0, 10)})) == Ids{1});
}

TEST_CASE("single false detections are never shown and use up no ids") {
  Tracker tracker;
  step(tracker, 0s, {walker(0s, 0, 0)});
  std::vector<TrackedObject> objects;
  for (int frame = 1; frame <= 50; ++frame) {
    const nanoseconds time = frame * kFrame;
    std::vector<Detection> detections = {walker(time, 0, 0), walker(0s, 100 * frame, 0, 300)};
    if (frame > 25) {
      detections.push_back(walker(time, 0, 30, 600));
    }
    objects = step(tracker, time, detections);
    CHECK(objects.size() <= 2);
  }
  CHECK(ids(objects) == Ids{1, 2});
}

TEST_CASE("two who cross keep their ids") {
  Tracker tracker;
  std::vector<TrackedObject> objects;
  for (nanoseconds time = 0s; time <= 4s; time += kFrame) {
    objects = step(tracker, time, {walker(time, 0, 100), walker(time, 400, -100, 110)});
    REQUIRE(ids(objects) == Ids{1, 2});
  }
  CHECK_THAT(objects[0].box.x, WithinAbs(400, 2));
  CHECK_THAT(objects[1].box.x, WithinAbs(0, 2));
}

TEST_CASE("one who is hidden while crossing keeps the id") {
  Tracker tracker;
  std::vector<TrackedObject> objects;
  for (nanoseconds time = 0s; time <= 4s; time += kFrame) {
    std::vector<Detection> detections = {walker(time, 0, 100)};
    if (time < 1700ms || time > 2300ms) {
      detections.push_back(walker(time, 400, -100));
    }
    objects = step(tracker, time, detections);
  }
  REQUIRE(ids(objects) == Ids{1, 2});
  CHECK_THAT(objects[0].box.x, WithinAbs(400, 2));
  CHECK_THAT(objects[1].box.x, WithinAbs(0, 2));
}

TEST_CASE("an object missed for some frames is found again under its id, where it has got to") {
  Tracker tracker;
  for (nanoseconds time = 0s; time <= 3s; time += kFrame) {
    const bool missed = time > 1s && time < 1900ms;
    const auto objects = missed ? step(tracker, time, {}) : step(tracker, time, {walker(time, 0, 120)});
    if (!missed) {
      REQUIRE(ids(objects) == Ids{1});
      CHECK_THAT(objects[0].box.x, WithinAbs(120 * seconds(time), 5));
    } else if (time > 1s + tracker.options().coast + kFrame) {
      CHECK(objects.empty());
    }
  }
}

TEST_CASE("a single missed frame does not make an object flicker") {
  Tracker tracker;
  step(tracker, 0s, {walker(0s, 0, 50)});
  step(tracker, kFrame, {walker(kFrame, 0, 50)});
  CHECK(ids(step(tracker, 2 * kFrame, {})) == Ids{1});
  CHECK(ids(step(tracker, 3 * kFrame, {})).empty());
}

TEST_CASE("an object gone for longer comes back as a new one") {
  Tracker tracker;
  step(tracker, 0s, {walker(0s, 0, 0)});
  nanoseconds time = kFrame;
  for (; time <= tracker.options().keep_lost + kFrame; time += kFrame) {
    step(tracker, time, {});
  }
  CHECK(step(tracker, time, {walker(0s, 0, 0)}).empty());
  time += tracker.options().confirm_after;
  CHECK(ids(step(tracker, time, {walker(0s, 0, 0)})) == Ids{2});
}

TEST_CASE("a weak detection keeps a track but starts none") {
  Tracker tracker;
  for (nanoseconds time = 0s; time <= 2s; time += kFrame) {
    const float score = time < 500ms ? 0.9F : 0.2F;
    const auto objects = step(tracker, time, {walker(time, 0, 80, 100, score), walker(time, 500, 80, 100, 0.35F)});
    REQUIRE(ids(objects) == Ids{1});
    CHECK(objects[0].score == score);
  }
}

TEST_CASE("a new object whose detections flicker is still believed") {
  Tracker tracker;
  step(tracker, 0s, {});
  std::vector<TrackedObject> objects;
  for (int frame = 1; frame <= 10; ++frame) {
    const nanoseconds time = frame * kFrame;
    const float score = frame % 3 == 0 ? 0.2F : 0.8F;
    objects = frame % 4 == 0 ? step(tracker, time, {}) : step(tracker, time, {walker(time, 0, 50, 100, score)});
  }
  CHECK(ids(objects) == Ids{1});
}

TEST_CASE("a strong detection goes before a weak one that fits better") {
  Tracker tracker;
  step(tracker, 0s, {walker(0s, 0, 0)});
  const auto objects = step(tracker, kFrame, {walker(0s, 0, 0, 100, 0.3F), walker(0s, 8, 0, 100, 0.8F)});
  REQUIRE(ids(objects) == Ids{1});
  CHECK(objects[0].score == 0.8F);
}

TEST_CASE("a detection below the lowest score is ignored") {
  Tracker tracker;
  step(tracker, 0s, {walker(0s, 0, 0)});
  step(tracker, 100ms, {walker(0s, 0, 0, 100, 0.05F)});
  CHECK(step(tracker, 200ms, {walker(0s, 0, 0, 100, 0.05F)}).empty());
}

TEST_CASE("categories are followed apart, even in one place") {
  Tracker tracker;
  std::vector<TrackedObject> objects;
  for (nanoseconds time = 0s; time <= 1s; time += kFrame) {
    std::vector<Detection> detections = {walker(time, 0, 50, 100, 0.9F, 0), walker(time, 5, 50, 100, 0.9F, 1)};
    if (time.count() / kFrame.count() % 2 == 1) {
      std::swap(detections[0], detections[1]);
    }
    objects = step(tracker, time, detections);
    REQUIRE(ids(objects) == Ids{1, 2});
    CHECK(objects[0].category == 0);
    CHECK(objects[1].category == 1);
  }
  objects = step(tracker, 1s + 200ms, {walker(1s + 200ms, 0, 50, 100, 0.9F, 7)});
  CHECK(objects.empty());
}

TEST_CASE("an id is on one object of a frame only, and ids have no gaps") {
  Tracker tracker;
  std::set<std::int64_t> seen;
  for (nanoseconds time = 0s; const auto& detections : noisy_crowd(400)) {
    const auto objects = step(tracker, time, detections);
    const Ids list = ids(objects);
    CHECK(std::ranges::is_sorted(list));
    CHECK(std::ranges::adjacent_find(list) == list.end());
    seen.insert(list.begin(), list.end());
    time += kFrame;
  }
  REQUIRE(seen.size() > 20);
  CHECK(*seen.begin() == 1);
  CHECK(*seen.rbegin() == static_cast<std::int64_t>(seen.size()));
}

TEST_CASE("two runs over the same detections are equal to the last bit") {
  Tracker first;
  Tracker second;
  for (nanoseconds time = 0s; const auto& detections : noisy_crowd(400)) {
    REQUIRE(step(first, time, detections) == step(second, time, detections));
    time += kFrame;
  }
}

TEST_CASE("dropped frames change no ids") {
  const std::vector<nanoseconds> spacings = {40ms, 80ms, 160ms, 240ms};
  for (const nanoseconds spacing : spacings) {
    Tracker tracker;
    std::vector<TrackedObject> objects;
    for (nanoseconds time = 0s; time <= 4800ms; time += spacing) {
      objects = step(tracker, time, {walker(time, 400, -60, 90), walker(time, 0, 80), walker(time, 200, 0, 400)});
      REQUIRE(ids(objects) == Ids{1, 2, 3});
    }
    CHECK_THAT(objects[0].box.x, WithinAbs(400 - 60 * 4.8, 2));
    CHECK_THAT(objects[1].box.x, WithinAbs(80 * 4.8, 2));
  }
}

TEST_CASE("irregular times between frames change no ids") {
  std::mt19937 random(9);
  Tracker tracker;
  for (nanoseconds time = 0s; time < 5s; time += std::chrono::milliseconds(10 + random() % 200)) {
    REQUIRE(ids(step(tracker, time, {walker(time, 400, -60, 90), walker(time, 0, 80)})) == Ids{1, 2});
  }
}

TEST_CASE("a detector slower than the memory for lost objects still keeps ids") {
  Tracker tracker;
  for (nanoseconds time = 0s; time < 30s; time += 3s) {
    CHECK(ids(step(tracker, time, {walker(time, 0, 4)})) == Ids{1});
  }
}

TEST_CASE("a prediction moves each object along its way, in proportion to the time") {
  Tracker tracker;
  for (nanoseconds time = 0s; time <= 2s; time += kFrame) {
    step(tracker, time, {walker(time, 0, 100)});
  }
  std::vector<TrackedObject> now;
  std::vector<TrackedObject> later;
  std::vector<TrackedObject> latest;
  tracker.predict(2s, now);
  tracker.predict(2s + 100ms, later);
  tracker.predict(2s + 300ms, latest);
  REQUIRE(ids(latest) == Ids{1});
  CHECK_THAT(later[0].box.x - now[0].box.x, WithinAbs(10, 0.5));
  CHECK_THAT(latest[0].box.x - now[0].box.x, WithinAbs(3 * (later[0].box.x - now[0].box.x), 0.01));
}

TEST_CASE("a prediction for the past is that of the last update, one for the far future is empty") {
  Tracker tracker;
  std::vector<TrackedObject> objects = step(tracker, 1s, {walker(0s, 0, 0)});
  const std::vector<TrackedObject> now = objects;
  tracker.predict(0s, objects);
  CHECK(objects == now);
  tracker.predict(1s + tracker.options().keep_lost + 1ns, objects);
  CHECK(objects.empty());
}

TEST_CASE("predictions leave the tracker as it was") {
  Tracker asked;
  Tracker unasked;
  std::vector<TrackedObject> ignored;
  for (nanoseconds time = 0s; const auto& detections : noisy_crowd(50)) {
    CHECK(step(asked, time, detections) == step(unasked, time, detections));
    asked.predict(time + 17ms, ignored);
    asked.predict(time + 5s, ignored);
    time += kFrame;
  }
}

TEST_CASE("nothing to see is nothing to follow") {
  Tracker tracker;
  std::vector<TrackedObject> objects = {TrackedObject{}};
  tracker.predict(1s, objects);
  CHECK(objects.empty());
  for (nanoseconds time = 0s; time < 1s; time += kFrame) {
    CHECK(step(tracker, time, {}).empty());
  }
}

TEST_CASE("boxes that are not finite or have no extent are ignored") {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  Tracker tracker;
  const Box good{.x = 10, .y = 10, .width = 40, .height = 100};
  const std::vector<Detection> detections = {
      {.box = {.x = kNan, .y = 10, .width = 40, .height = 100}, .score = 0.9F},
      {.box = {.x = 10, .y = kInfinity, .width = 40, .height = 100}, .score = 0.9F},
      {.box = {.x = 10, .y = 10, .width = 0, .height = 100}, .score = 0.9F},
      {.box = {.x = 10, .y = 10, .width = 40, .height = -100}, .score = 0.9F},
      {.box = {.x = 10, .y = 10, .width = kInfinity, .height = 100}, .score = 0.9F},
      {.box = good, .score = kNan},
      {.box = good, .score = 0.9F}};
  for (int frame = 0; frame < 3; ++frame) {
    const auto objects = step(tracker, frame * kFrame, detections);
    REQUIRE(ids(objects) == Ids{1});
    CHECK_THAT(objects[0].box.x, WithinAbs(10, 1e-4));
  }
}

TEST_CASE("time that runs backwards ends every track, and ids go on") {
  Tracker tracker;
  step(tracker, 10s, {walker(0s, 0, 0), walker(0s, 200, 0)});
  CHECK(ids(step(tracker, 0s, {walker(0s, 0, 0)})) == Ids{3});
  tracker.clear();
  CHECK(ids(step(tracker, 1s, {walker(0s, 0, 0)})) == Ids{4});
}

TEST_CASE("two updates at one time are no harm") {
  Tracker tracker;
  step(tracker, 1s, {walker(0s, 0, 0)});
  CHECK(ids(step(tracker, 1s, {walker(0s, 0, 0)})) == Ids{1});
}

TEST_CASE("options for the default score are the defaults, and every score leaves room for births") {
  const TrackerOptions defaults;
  const TrackerOptions options = options_for_score(0.3F);
  CHECK_THAT(options.lowest_score, WithinAbs(defaults.lowest_score, 1e-6));
  CHECK_THAT(options.high_score, WithinAbs(defaults.high_score, 1e-6));
  CHECK_THAT(options.birth_score, WithinAbs(defaults.birth_score, 1e-6));
  for (const float score : {0.0F, 0.05F, 0.5F, 0.9F, 1.0F}) {
    const TrackerOptions scaled = options_for_score(score);
    CHECK(scaled.lowest_score <= score);
    CHECK(score <= scaled.high_score);
    CHECK(scaled.high_score <= scaled.birth_score);
    CHECK(scaled.birth_score <= 1.0F);
  }
}

TEST_CASE("new options hold from the next update on, and tracks keep their ids") {
  Tracker tracker;
  CHECK(ids(step(tracker, 0ms, {walker(0ms, 100, 0)})) == Ids{1});
  tracker.set_options(options_for_score(0.87F));
  const std::vector<Detection> two{walker(kFrame, 100, 0), walker(kFrame, 400, 0)};
  for (nanoseconds time = kFrame; time < 1s; time += kFrame) {
    CHECK(ids(step(tracker, time, two)) == Ids{1});  // 0.9 is strong, but not enough for a birth
  }
  tracker.set_options(options_for_score(0.3F));
  for (nanoseconds time = 1s; time < 2s; time += kFrame) {
    step(tracker, time, two);
  }
  CHECK(ids(step(tracker, 2s, two)) == Ids{1, 2});
}

TEST_CASE("tracks whose detections new options take for weak end with them") {
  Tracker tracker;
  CHECK(ids(step(tracker, 0ms, {walker(0ms, 100, 0)})) == Ids{1});
  tracker.set_options(options_for_score(0.95F));
  for (nanoseconds time = kFrame; time < 1s; time += kFrame) {
    CHECK(ids(step(tracker, time, {walker(time, 100, 0)})).empty());
  }
}

TEST_CASE("the detector is asked for what the tracker can use") {
  for (const float score : {0.0F, 0.3F, 0.9F}) {
    CHECK(detector_score(score, options_for_score(score)) == options_for_score(score).lowest_score);
  }
  TrackerOptions only_strong;
  only_strong.lowest_score = 0.5F;
  CHECK(detector_score(0.3F, only_strong) == 0.3F);
}

TEST_CASE("what is worth showing in a still is an object, and what is seen twice in later ones") {
  Tracker tracker(options_for_stills(0.3F));
  CHECK(ids(step(tracker, 0ms, {walker(0ms, 100, 0, 100, 0.31F)})) == Ids{1});
  CHECK(step(tracker, 1ms, {walker(0ms, 400, 0, 100, 0.31F)}).size() == 1);
  CHECK(ids(step(tracker, 2ms, {walker(0ms, 400, 0, 100, 0.31F)})) == Ids{1, 2});
}
