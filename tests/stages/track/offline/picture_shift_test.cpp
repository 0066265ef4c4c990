#include "stages/track/offline/picture_shift.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cstddef>
#include <random>
#include <vector>

using namespace brigade::stages;
using Catch::Matchers::WithinAbs;

namespace {

constexpr BoxMotionNoise kNoise{.measurement = 0.15, .drift = 0.02, .acceleration = 0.3};
constexpr std::size_t kFrames = 100;

struct Shaken {
  std::vector<double> truth;  ///< the camera's shift to the right, by frame
  std::vector<PictureShift> found;
};

/// Walkers of different speeds, each detected with some jitter of its own, before a camera that trembles by up to so
/// many pixels.
Shaken shake(int objects, int tremble) {
  std::mt19937 random(4);
  const auto draw = [&random](int most) {
    return static_cast<double>(random() % static_cast<unsigned>(2 * most + 1)) - most;
  };
  Shaken shaken;
  for (std::size_t frame = 0; frame < kFrames; ++frame) {
    shaken.truth.push_back(tremble > 0 ? draw(tremble) : 0);
  }
  std::vector<Tracklet> tracklets(static_cast<std::size_t>(objects));
  std::vector<std::vector<MotionState>> states;
  for (std::size_t i = 0; i < tracklets.size(); ++i) {
    for (std::size_t frame = 0; frame < kFrames; ++frame) {
      const double x =
          100.0 * static_cast<double>(i) + static_cast<double>(frame * i) / 3 + shaken.truth[frame] + draw(1);
      tracklets[i].observations.push_back(
          {.frame = frame,
           .seconds = static_cast<double>(frame) / 25,
           .box = {.x = static_cast<float>(x), .y = static_cast<float>(50 + draw(1)), .width = 40, .height = 100},
           .score = 0.9F});
    }
    states.push_back(smooth_tracklet(tracklets[i], kNoise));
  }
  shaken.found = picture_shifts(tracklets, states, kFrames);
  return shaken;
}

}  // namespace

TEST_CASE("the trembling that all objects share is found") {
  const Shaken shaken = shake(8, 10);
  double error = 0;
  double size = 0;
  for (std::size_t frame = 0; frame < kFrames; ++frame) {
    error += std::abs(shaken.found[frame].right - shaken.truth[frame]);
    size += std::abs(shaken.truth[frame]);
  }
  CHECK(error < 0.4 * size);
}

TEST_CASE("objects that jitter each for itself, and too few objects, shift no picture") {
  const Shaken still = shake(8, 0);
  std::size_t shifted = 0;
  for (const PictureShift& shift : still.found) {
    shifted += shift == PictureShift{} ? 0 : 1;
    CHECK_THAT(shift.right, WithinAbs(0, 2));
  }
  CHECK(shifted < kFrames / 5);
  for (const PictureShift& shift : shake(3, 10).found) {
    CHECK(shift == PictureShift{});
  }
}

TEST_CASE("frames without objects have no shift") { CHECK(picture_shifts({}, {}, 2) == std::vector<PictureShift>(2)); }
