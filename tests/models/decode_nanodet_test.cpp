#include "models/decode_nanodet.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <array>
#include <vector>

using namespace brigade::models;
using brigade::vision::Detection;
using Catch::Matchers::WithinAbs;

namespace {

constexpr int kClasses = 3;
constexpr int kChannels = kClasses + 4 * kNanodetBins;

/// One output: every class far below any threshold, every distance certain to be two strides.
class Level {
 public:
  explicit Level(int side)
      : side_(side), values_(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * kChannels, -100.0F) {
    for (int cell = 0; cell < side * side; ++cell) {
      for (int edge = 0; edge < 4; ++edge) {
        bin(cell / side, cell % side, edge, 2) = 100;
      }
    }
  }

  float& logit(int row, int column, int category) { return value(row, column, category); }

  float& bin(int row, int column, int edge, int index) {
    return value(row, column, kClasses + edge * kNanodetBins + index);
  }

  [[nodiscard]] TensorView view() const {
    return {.height = side_, .width = side_, .channels = kChannels, .values = values_};
  }

 private:
  float& value(int row, int column, int channel) {
    return values_[static_cast<std::size_t>((std::ptrdiff_t{row} * side_ + column) * kChannels + channel)];
  }

  int side_;
  std::vector<float> values_;
};

struct Levels {
  std::array<Level, 3> level{Level(8), Level(4), Level(2)};

  [[nodiscard]] std::vector<Detection> decode(const DecodingOptions& options = {}) const {
    std::vector<Detection> detections(3);  // left over from another image
    decode_nanodet(std::array{level[0].view(), level[1].view(), level[2].view()}, options, detections);
    return detections;
  }
};

}  // namespace

TEST_CASE("nanodet: outputs below the score hold no objects") { CHECK(Levels().decode().empty()); }

TEST_CASE("nanodet: each output has its stride, and boxes lie around the centres of cells") {
  for (int index = 0; index < 3; ++index) {
    CAPTURE(index);
    Levels levels;
    levels.level.at(static_cast<std::size_t>(index)).logit(1, 0, 2) = 0;
    const auto detections = levels.decode();
    REQUIRE(detections.size() == 1);
    const auto stride = static_cast<float>(8 << index);
    CHECK(detections[0].score == 0.5F);
    CHECK(detections[0].category == 2);
    CHECK_THAT(detections[0].box.x, WithinAbs((0.5 - 2) * stride, 1e-3));
    CHECK_THAT(detections[0].box.y, WithinAbs((1.5 - 2) * stride, 1e-3));
    CHECK_THAT(detections[0].box.width, WithinAbs(4 * stride, 1e-3));
    CHECK_THAT(detections[0].box.height, WithinAbs(4 * stride, 1e-3));
  }
}

TEST_CASE("nanodet: a distance is the mean of its distribution, the sides being left, upper, right, lower") {
  Levels levels;
  Level& level = levels.level[0];
  level.logit(4, 4, 0) = 1;
  for (int edge = 0; edge < 4; ++edge) {
    level.bin(4, 4, edge, edge + 3) = 100;  // besides the one at 2: the mean lies half way
  }
  const auto detections = levels.decode();
  REQUIRE(detections.size() == 1);
  CHECK_THAT(detections[0].box.x, WithinAbs(36 - 8 * 2.5, 1e-3));
  CHECK_THAT(detections[0].box.y, WithinAbs(36 - 8 * 3.0, 1e-3));
  CHECK_THAT(detections[0].box.width, WithinAbs(8 * (2.5 + 3.5), 1e-3));
  CHECK_THAT(detections[0].box.height, WithinAbs(8 * (3.0 + 4.0), 1e-3));
}

TEST_CASE("nanodet: boxes of one class that overlap are one object, across outputs as well") {
  Levels levels;
  levels.level[0].logit(4, 4, 0) = 2;
  levels.level[0].logit(4, 5, 0) = 1;  // overlaps by 3/5, which is not more than the threshold
  levels.level[0].logit(4, 4, 1) = 1;  // another class
  CHECK(levels.decode().size() == 3);
  // The neighbour's box moves onto the first one's.
  constexpr std::array kInside{3, 2, 1, 2};
  for (int edge = 0; edge < 4; ++edge) {
    levels.level[0].bin(4, 5, edge, 2) = -100;
    levels.level[0].bin(4, 5, edge, kInside.at(static_cast<std::size_t>(edge))) = 100;
  }
  const auto detections = levels.decode();
  REQUIRE(detections.size() == 2);
  CHECK(detections[0].category == 0);
  CHECK(detections[1].category == 1);
}

TEST_CASE("nanodet: only the categories asked for are found") {
  Levels levels;
  for (int category = 0; category < kClasses; ++category) {
    levels.level[1].logit(2, 2, category) = 1;
  }
  const auto detections = levels.decode({.categories = {1}});
  REQUIRE(detections.size() == 1);
  CHECK(detections[0].category == 1);
}

TEST_CASE("nanodet: the best are kept in order") {
  Levels levels;
  levels.level[2].logit(0, 0, 0) = 1;
  levels.level[2].logit(1, 1, 1) = 3;
  levels.level[2].logit(0, 1, 2) = 2;
  const auto detections = levels.decode({.most = 2});
  REQUIRE(detections.size() == 2);
  CHECK(detections[0].category == 1);
  CHECK(detections[1].category == 2);
}
