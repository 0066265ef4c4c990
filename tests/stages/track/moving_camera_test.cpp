// What the tracker makes of a camera that moves, when it is told how.
#include "stages/track/kalman.hpp"
#include "stages/track/tracker.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <vector>

using namespace brigade::stages;
using namespace std::chrono_literals;
using brigade::vision::Box;
using brigade::vision::Detection;
using brigade::vision::Similarity;
using brigade::vision::TrackedObject;
using Catch::Matchers::WithinAbs;

namespace {

constexpr std::chrono::nanoseconds kFrame = 40ms;

/// Things that stand in a row in the world, 120 pixels apart.
std::vector<Box> standing_things() {
  std::vector<Box> boxes(5, {.y = 100, .width = 40, .height = 100});
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    boxes[i].x = 100 + 120 * static_cast<float>(i);
  }
  return boxes;
}

std::vector<Detection> seen(const std::vector<Box>& boxes, const Similarity& pose) {
  std::vector<Detection> detections(boxes.size(), {.box = {}, .score = 0.9F});
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    detections[i].box = apply(pose, boxes[i]);
  }
  return detections;
}

/// The number of ids that the things get while the camera takes these poses, one a frame.
std::size_t ids_given(const std::vector<Similarity>& poses, bool told) {
  Tracker tracker;
  std::vector<TrackedObject> objects;
  std::set<std::int64_t> ids;
  Similarity last = poses.front();
  for (std::size_t frame = 0; frame < poses.size(); ++frame) {
    if (told) {
      tracker.move_camera({.right = poses[frame].right - last.right, .down = poses[frame].down - last.down});
    }
    last = poses[frame];
    const auto time = static_cast<int>(frame) * kFrame;
    tracker.update(seen(standing_things(), poses[frame]), time);
    tracker.predict(time, objects);
    for (const TrackedObject& object : objects) {
      ids.insert(object.id);
    }
  }
  return ids.size();
}

/// A camera that is knocked about by up to this many pixels, staying for some frames each time.
std::vector<Similarity> knocked_camera(int pixels) {
  std::mt19937 random(4);
  const auto draw = [&random, pixels] {
    return static_cast<double>(random() % static_cast<unsigned>(2 * pixels + 1)) - pixels;
  };
  std::vector<Similarity> poses;
  for (int knock = 0; knock < 10; ++knock) {
    poses.insert(poses.end(), 12, Similarity{.right = draw(), .down = draw()});
  }
  return poses;
}

BoxFilter moving_filter() {
  BoxFilter filter({.x = 100, .y = 50, .width = 40, .height = 80});
  for (int frame = 1; frame <= 40; ++frame) {
    filter.predict(0.04);
    filter.update({.x = static_cast<float>(100 + 2 * frame), .y = 50, .width = 40, .height = 80});
  }
  return filter;
}

}  // namespace

TEST_CASE("a knocked camera costs no id when the tracker is told of it") {
  const auto poses = knocked_camera(150);
  CHECK(ids_given(poses, true) == 5);
  CHECK(ids_given(poses, false) > 10);
}

TEST_CASE("someone hidden while the camera pans is found again where the camera sees them then") {
  Tracker tracker;
  std::vector<TrackedObject> objects;
  const Box box{.x = 300, .y = 100, .width = 40, .height = 100};
  int frame = 0;
  const auto update = [&](const std::vector<Detection>& detections) {
    tracker.update(detections, frame++ * kFrame);
    tracker.predict((frame - 1) * kFrame, objects);
  };
  for (int i = 0; i < 10; ++i) {
    update(seen({box}, {}));
  }
  double right = 0;
  for (int i = 0; i < 12; ++i) {
    tracker.move_camera({.right = -20});
    right -= 20;
    update({});
  }
  CHECK(objects.empty());
  tracker.move_camera({.right = -20});
  update(seen({box}, {.right = right - 20}));
  REQUIRE(objects.size() == 1);
  CHECK(objects.front().id == 1);
}

TEST_CASE("a camera that did not move changes no track by a single bit") {
  std::mt19937 random(6);
  Tracker told;
  Tracker untold;
  std::vector<TrackedObject> with;
  std::vector<TrackedObject> without;
  for (int frame = 0; frame < 100; ++frame) {
    auto detections = seen(standing_things(), {.right = 0.7 * frame});
    for (Detection& detection : detections) {
      detection.box.x += static_cast<float>(random() % 100) / 17.0F;
      detection.box.height += static_cast<float>(random() % 100) / 23.0F;
    }
    told.move_camera({});
    told.update(detections, frame * kFrame);
    untold.update(detections, frame * kFrame);
    told.predict(frame * kFrame + 15ms, with);
    untold.predict(frame * kFrame + 15ms, without);
    REQUIRE(with == without);
  }
}

TEST_CASE("a box filter's velocity turns with the camera") {
  BoxFilter filter = moving_filter();
  const double speed = filter.velocity()[0];
  CHECK_THAT(speed, WithinAbs(50, 1));
  filter.transform({.a = 0.8, .b = 0.6});
  CHECK_THAT(filter.velocity()[0], WithinAbs(0.8 * speed, 1e-9));
  CHECK_THAT(filter.velocity()[1], WithinAbs(0.6 * speed, 1e-9));
}

TEST_CASE("a box filter grows, and goes faster, as the camera zooms in") {
  BoxFilter filter = moving_filter();
  const Box before = filter.box();
  const double speed = filter.velocity()[0];
  filter.transform({.a = 1.5, .right = 7});
  CHECK_THAT(filter.box().width, WithinAbs(1.5 * before.width, 1e-3));
  CHECK_THAT(filter.box().height, WithinAbs(1.5 * before.height, 1e-3));
  CHECK_THAT(filter.box().x, WithinAbs(1.5 * before.x + 7, 1e-3));
  CHECK_THAT(filter.velocity()[0], WithinAbs(1.5 * speed, 1e-9));
}

TEST_CASE("what a moved camera sees next is predicted as if it had always stood there") {
  BoxFilter moved = moving_filter();
  BoxFilter still = moving_filter();
  const Similarity motion{.a = 1.1, .b = 0.2, .right = -30, .down = 12};
  moved.transform(motion);
  moved.predict(0.3);
  still.predict(0.3);
  const Box expected = apply(motion, still.box());
  CHECK_THAT(moved.box().x, WithinAbs(expected.x, 1e-3));
  CHECK_THAT(moved.box().y, WithinAbs(expected.y, 1e-3));
  CHECK_THAT(moved.box().height, WithinAbs(expected.height, 1e-3));
}
