#include "models/heat_map.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

using namespace brigade::models;
using brigade::vision::Box;
using brigade::vision::HeatMap;

namespace {

constexpr int kClasses = 3;

/// Logits of a square level, all far below any score.
class Level {
 public:
  explicit Level(int side) : side_(side), values_(static_cast<std::size_t>(side * side * kClasses), -20.0F) {}

  float& logit(int row, int column, int category) {
    return values_[static_cast<std::size_t>((row * side_ + column) * kClasses + category)];
  }
  [[nodiscard]] TensorView view() const {
    return {.height = side_, .width = side_, .channels = kClasses, .values = values_};
  }
  [[nodiscard]] ClassLogits logits() const { return {.logits = view()}; }

 private:
  int side_;
  std::vector<float> values_;
};

HeatMap heat(const std::vector<ClassLogits>& levels, const LogitGrid& grid, const LetterboxGeometry& letterbox,
             int category) {
  HeatMap map;
  map.scores.fill(99);  // left over from another image
  fill_heat_map(levels, grid, letterbox, category, map);
  return map;
}

int hot_cells(const HeatMap& map) {
  return static_cast<int>(std::count_if(map.scores.begin(), map.scores.begin() + std::ptrdiff_t{map.width} * map.height,
                                        [](int score) { return score > 0; }));
}

}  // namespace

TEST_CASE("a heat map holds the scores of its category alone") {
  Level level(8);
  level.logit(2, 5, 1) = 0;
  level.logit(3, 3, 1) = 30;
  level.logit(4, 4, 2) = 30;
  const HeatMap map = heat({level.logits()}, {.stride = 4}, letterbox_geometry(32, 32, 32, 32), 1);
  CHECK(map.category == 1);
  CHECK(map.width == 8);
  CHECK(map.height == 8);
  CHECK(map.area == Box{0, 0, 32, 32});
  CHECK(map.row(2)[5] == 128);
  CHECK(map.row(3)[3] == 255);
  CHECK(hot_cells(map) == 2);
}

TEST_CASE("a heat map covers the image, without the letterbox's border") {
  Level level(8);
  level.logit(0, 4, 0) = 30;  // in the border
  level.logit(2, 0, 0) = 30;  // in the image's upper left corner
  // 64x32 in 32x32: scaled by a half, with 8 rows of border above and below.
  const HeatMap map = heat({level.logits()}, {.stride = 4}, letterbox_geometry(64, 32, 32, 32), 0);
  CHECK(map.width == 8);
  CHECK(map.height == 4);
  CHECK(map.area == Box{0, 0, 64, 32});
  CHECK(map.row(0)[0] == 255);
  CHECK(hot_cells(map) == 1);
}

TEST_CASE("cells that stand for their corner lie around it") {
  Level level(8);
  const HeatMap map = heat({level.logits()}, {.stride = 4, .offset = -2}, letterbox_geometry(64, 32, 32, 32), 0);
  CHECK(map.width == 8);   // of nine that would touch the image, the last is not there
  CHECK(map.height == 5);  // at rows 8, 12, ... 24 of the input
  CHECK(map.area == Box{-4, -4, 64, 40});
}

TEST_CASE("of several levels a place takes the largest logit, at the finest one's cells") {
  Level fine(8);
  Level coarse(4);
  fine.logit(2, 2, 0) = 0;
  coarse.logit(1, 1, 0) = -2;  // cells 2 and 3 of either axis
  const HeatMap map = heat({fine.logits(), coarse.logits()}, {.stride = 8}, letterbox_geometry(64, 64, 64, 64), 0);
  CHECK(map.width == 8);
  CHECK(map.row(2)[2] == 128);
  CHECK(map.row(2)[3] == 30);
  CHECK(map.row(3)[3] == 30);
  CHECK(hot_cells(map) == 4);
}

TEST_CASE("a map of more cells than there is room for keeps the largest of each block") {
  Level level(300);
  level.logit(299, 7, 2) = 0;
  const HeatMap map = heat({level.logits()}, {.stride = 4}, letterbox_geometry(1200, 1200, 1200, 1200), 2);
  CHECK(map.width == 100);  // blocks of 3
  CHECK(map.height == 100);
  CHECK(map.area == Box{0, 0, 1200, 1200});
  CHECK(map.row(99)[2] == 128);
  CHECK(hot_cells(map) == 1);
}

TEST_CASE("cells that the network has not kept are cold") {
  Level level(8);
  level.logit(2, 1, 0) = 4;
  level.logit(5, 6, 0) = 4;
  const std::vector<float> largest{-20, -20, 4, -20, -20, 3, -20, -20};  // of rows of eight cells
  const ClassLogits logits{.logits = level.view(),
                           .largest = {.height = 8, .width = 1, .channels = 1, .values = largest},
                           .least_kept = 3.5F};
  const HeatMap map = heat({logits}, {.stride = 4}, letterbox_geometry(32, 32, 32, 32), 0);
  CHECK(map.row(2)[1] == 250);
  CHECK(hot_cells(map) == 1);
}
