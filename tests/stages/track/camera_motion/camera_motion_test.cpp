#include "stages/track/camera_motion/camera_motion.hpp"

#include "tests/stages/track/camera_motion/textured_wall.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

using namespace brigade;
using stages::CameraMotion;
using tests::largest_difference;
using tests::motion_between;
using tests::Photograph;
using tests::photograph_wall;
using vision::Detection;
using vision::Similarity;

namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 360;
constexpr Similarity kStill;

// Turned by `degrees` and grown about the picture's centre, then shifted.
Similarity about_centre(double degrees, double growth, double right, double down) {
  const double angle = degrees * std::acos(-1.0) / 180;
  Similarity motion{.a = growth * std::cos(angle), .b = growth * std::sin(angle)};
  const vision::Point centre{.x = kWidth / 2.0, .y = kHeight / 2.0};
  const vision::Point moved = vision::apply(motion, centre);
  motion.right = centre.x - moved.x + right;
  motion.down = centre.y - moved.y + down;
  return motion;
}

Similarity measure(const Photograph& first, const Photograph& second, const std::vector<Detection>& in_first = {}) {
  CameraMotion camera_motion;
  CHECK(camera_motion.update(first.view(), in_first) == kStill);
  return camera_motion.update(second.view(), {});
}

Photograph photograph(const Similarity& pose, unsigned seed = 1) {
  return photograph_wall(kWidth, kHeight, pose, seed);
}

// The grey of an i420 photograph in another format.
Photograph as_format(const Photograph& grey, vision::PixelFormat format) {
  Photograph other{.layout = grey.layout, .pixels = {}};
  other.layout.format = format;
  other.pixels.assign(vision::packed_bytes(other.layout), 128);
  const std::size_t pixels = static_cast<std::size_t>(grey.layout.width) * static_cast<std::size_t>(grey.layout.height);
  const std::size_t step = other.pixels.size() / pixels;  // a planar format has 1.5 bytes a pixel: 1 of luma
  for (std::size_t i = 0; i < pixels; ++i) {
    for (std::size_t channel = 0; channel < std::min<std::size_t>(step, 3); ++channel) {
      other.pixels[step * i + channel] = grey.pixels[i];
    }
  }
  return other;
}

}  // namespace

TEST_CASE("a camera's shift, turn and zoom are measured to a fraction of a pixel") {
  const Similarity motion = GENERATE(
      about_centre(0, 1, 8, 0), about_centre(0, 1, -3.4, 5.7), about_centre(0, 1, 0, -40), about_centre(0, 1, 60, 25),
      about_centre(2, 1, 0, 0), about_centre(-5, 1, 10, 4), about_centre(0, 1.04, 0, 0), about_centre(1, 0.95, -12, 6));
  const Similarity measured = measure(photograph(kStill), photograph(motion));
  CHECK(measured != kStill);
  CHECK(largest_difference(measured, motion, kWidth, kHeight) < 0.6);
}

TEST_CASE("motion is measured through noise, from frame to frame of a shaking camera") {
  CameraMotion camera_motion;
  Similarity last;
  for (unsigned frame = 0; frame < 20; ++frame) {
    const Similarity pose = about_centre(0.1 * ((frame * 7) % 5), 1, (frame * 37) % 23 - 11.0, (frame * 53) % 19 - 9.0);
    Photograph picture = photograph(pose);
    tests::add_noise(picture, 8, frame);
    const Similarity measured = camera_motion.update(picture.view(), {});
    if (frame > 0) {
      CHECK(largest_difference(measured, motion_between(last, pose), kWidth, kHeight) < 1);
    }
    last = pose;
  }
}

TEST_CASE("a camera that stands still has not moved at all, noise or not") {
  CameraMotion camera_motion;
  for (unsigned frame = 0; frame < 10; ++frame) {
    Photograph picture = photograph(kStill);
    tests::add_noise(picture, 12, frame);
    CHECK(camera_motion.update(picture.view(), {}) == kStill);
  }
}

TEST_CASE("pictures in which nothing can be followed show no motion") {
  Photograph grey = photograph(kStill);
  std::ranges::fill(grey.pixels, std::uint8_t{100});
  CHECK(measure(grey, grey) == kStill);
  Photograph noise = grey;
  Photograph other_noise = grey;
  tests::add_noise(noise, 100, 1);
  tests::add_noise(other_noise, 100, 2);
  CHECK(measure(noise, other_noise) == kStill);
}

TEST_CASE("a cut to another scene is no motion, and the next pictures are measured again") {
  CameraMotion camera_motion;
  CHECK(camera_motion.update(photograph(kStill, 1).view(), {}) == kStill);
  CHECK(camera_motion.update(photograph(kStill, 7).view(), {}) == kStill);
  const Similarity shift{.right = 9, .down = 3};
  CHECK(largest_difference(camera_motion.update(photograph(shift, 7).view(), {}), shift, kWidth, kHeight) < 0.6);
}

TEST_CASE("what detections cover has no vote") {
  // Half of the picture, and more than half of its texture, goes left while the camera goes right.
  const vision::Box before{.x = 110, .y = 10, .width = 420, .height = 340};
  const vision::Box after{.x = 104, .y = 10, .width = 420, .height = 340};
  const Similarity shift{.right = 4};
  Photograph first = photograph(kStill);
  Photograph second = photograph(shift);
  paint_object(first, before, 3);
  paint_object(second, after, 3);
  CHECK(largest_difference(measure(first, second, {{.box = before, .score = 0.8F}}), shift, kWidth, kHeight) < 0.6);
  CHECK(largest_difference(measure(first, second), shift, kWidth, kHeight) > 3);
}

TEST_CASE("a bus that fills most of the picture is not taken for the camera") {
  Photograph first = photograph(kStill);
  Photograph second = photograph(kStill);
  paint_object(first, {.x = 20, .y = 10, .width = 560, .height = 220}, 3);
  paint_object(second, {.x = 32, .y = 10, .width = 560, .height = 220}, 3);
  CHECK(measure(first, second) == kStill);
}

TEST_CASE("one thing that moves before a bare wall is not the camera") {
  Photograph first = photograph(kStill);
  std::ranges::fill(first.pixels, std::uint8_t{200});
  Photograph second = first;
  paint_object(first, {.x = 200, .y = 20, .width = 160, .height = 330}, 3);
  paint_object(second, {.x = 212, .y = 20, .width = 160, .height = 330}, 3);
  CHECK(measure(first, second) == kStill);
}

TEST_CASE("every pixel format is measured alike") {
  using enum vision::PixelFormat;
  const Similarity shift{.right = -7, .down = 4};
  const Photograph first = photograph(kStill);
  const Photograph second = photograph(shift);
  const Similarity expected = measure(first, second);
  CHECK(expected != kStill);
  const vision::PixelFormat format = GENERATE(i420, nv12, bgr, rgb, rgba);
  CHECK(measure(as_format(first, format), as_format(second, format)) == expected);
}

TEST_CASE("a picture of another size is like a first one") {
  CameraMotion camera_motion;
  CHECK(camera_motion.update(photograph(kStill).view(), {}) == kStill);
  const Similarity shift{.right = 12};
  CHECK(camera_motion.update(photograph_wall(1280, 720, shift).view(), {}) == kStill);
  const Similarity measured = camera_motion.update(photograph_wall(1280, 720, {.right = 32}).view(), {});
  CHECK(largest_difference(measured, {.right = 20}, 1280, 720) < 1.2);
}

TEST_CASE("pictures of any size are taken") {
  for (const auto& [width, height] :
       std::vector<std::pair<int, int>>{{1, 1}, {13, 13}, {17, 200}, {3000, 2}, {333, 99}}) {
    CameraMotion camera_motion;
    for (int frame = 0; frame < 3; ++frame) {
      const Photograph picture = photograph_wall(width, height, {.right = 2.0 * frame});
      const Similarity measured = camera_motion.update(picture.view(), {});
      CHECK(std::isfinite(measured.right));
    }
  }
}

TEST_CASE("equal pictures give equal motions, bit by bit") {
  const Photograph first = photograph(kStill);
  const Photograph second = photograph(about_centre(1, 1.01, 5.5, -2));
  CHECK(measure(first, second) == measure(first, second));
}

TEST_CASE("every machine measures the same, bit by bit") {
  const Similarity measured = measure(photograph(kStill), photograph({.a = 1.015625, .b = 0.03125, .right = -9}));
  CHECK(measured.a == 0x1.04001bc15858bp+0);
  CHECK(measured.b == 0x1.0036e60d5f6eep-5);
  CHECK(measured.right == -0x1.1ef8ad5211ccp+3);
  CHECK(measured.down == 0x1.56bf0218b8p-7);
}
