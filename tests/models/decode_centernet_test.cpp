#include "models/decode_centernet.hpp"

#include "tests/models/largest_values.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

using namespace brigade::models;
using brigade::vision::Box;
using brigade::vision::Detection;
using Catch::Matchers::WithinAbs;

namespace {

/// A map of a few cells and classes: far below any threshold, with boxes of 8x8 around each cell's corner.
class Maps {
 public:
  Maps(int height, int width, int classes)
      : height_(height),
        width_(width),
        classes_(classes),
        logits_(cells() * static_cast<std::size_t>(classes), -20.0F),
        sides_(cells() * 4, 4.0F) {}

  float& logit(int row, int column, int category) {
    return logits_[static_cast<std::size_t>((std::ptrdiff_t{row} * width_ + column) * classes_ + category)];
  }

  float& side(int row, int column, int side) {
    return sides_[static_cast<std::size_t>((std::ptrdiff_t{row} * width_ + column) * 4 + side)];
  }

  [[nodiscard]] std::vector<Detection> decode(const DecodingOptions& options = {}) {
    std::vector<Detection> detections(3);  // left over from another image
    cells_asked_.clear();
    const auto sides = [&](int row, int column) {
      cells_asked_.push_back(row * width_ + column);
      return std::span(sides_).subspan(static_cast<std::size_t>(4 * (row * width_ + column)), 4);
    };
    const TensorView logits{.height = height_, .width = width_, .channels = classes_, .values = logits_};
    const brigade::tests::LargestValues largest(logits);
    decode_centernet({.logits = logits, .largest = largest.view()}, sides, options, detections);
    return detections;
  }

  /// Whose sides the last decoding asked for, ascending.
  [[nodiscard]] std::vector<int> cells_asked() const {
    std::vector<int> cells = cells_asked_;
    std::ranges::sort(cells);
    return cells;
  }

 private:
  [[nodiscard]] std::size_t cells() const {
    return static_cast<std::size_t>(height_) * static_cast<std::size_t>(width_);
  }

  int height_;
  int width_;
  int classes_;
  std::vector<float> logits_;
  std::vector<float> sides_;
  std::vector<int> cells_asked_;
};

}  // namespace

TEST_CASE("centernet: a map without peaks has no objects") { CHECK(Maps(4, 4, 2).decode().empty()); }

TEST_CASE("centernet: a peak becomes a box around its cell's corner") {
  Maps maps(8, 8, 3);
  maps.logit(5, 2, 1) = 0;
  for (int side = 0; side < 4; ++side) {
    maps.side(5, 2, side) = static_cast<float>(side + 1);
  }
  CHECK(maps.decode() == std::vector{Detection{
                             .box = {.x = 8 - 1, .y = 20 - 2, .width = 1 + 3, .height = 2 + 4},
                             .score = 0.5F,
                             .category = 1,
                         }});
}

TEST_CASE("centernet: an object is found in every cell and category of a map of any width") {
  for (const int width : {1, 8, 19}) {
    for (int column = 0; column < width; ++column) {
      for (int category = 0; category < 21; ++category) {
        CAPTURE(width, column, category);
        Maps maps(2, width, 21);
        maps.logit(1, column, category) = 3;
        const auto detections = maps.decode();
        REQUIRE(detections.size() == 1);
        REQUIRE(detections[0].category == category);
        REQUIRE(detections[0].box.x == static_cast<float>(kCenternetStride * column - 4));
      }
    }
  }
}

TEST_CASE("centernet: categories between those asked for are left out") {
  Maps maps(3, 9, 30);
  for (const int category : {4, 5, 17, 18}) {
    maps.logit(1, 4, category) = 1;
  }
  for (const auto& categories : {std::vector{5, 17}, std::vector{1, 2, 3, 5, 17, 20}}) {
    const auto detections = maps.decode({.categories = categories});
    REQUIRE(detections.size() == 2);
    CHECK(detections[0].category == 5);
    CHECK(detections[1].category == 17);
  }
}

TEST_CASE("centernet: a cell beside a higher one of its class is no object") {
  Maps maps(4, 4, 2);
  maps.logit(1, 1, 0) = 2;
  maps.logit(2, 2, 0) = 1;
  maps.logit(1, 2, 1) = 1;
  const auto detections = maps.decode();
  REQUIRE(detections.size() == 2);
  CHECK(detections[0].category == 0);
  CHECK(detections[0].box.x == 0);
  CHECK(detections[1].category == 1);
}

TEST_CASE("centernet: of equal neighbours the first in reading order is the object") {
  Maps maps(4, 4, 1);
  maps.logit(1, 1, 0) = maps.logit(1, 2, 0) = maps.logit(2, 1, 0) = maps.logit(2, 2, 0) = 1;
  const auto detections = maps.decode();
  REQUIRE(detections.size() == 1);
  CHECK(detections[0].box == Box{.x = 0, .y = 0, .width = 8, .height = 8});
}

TEST_CASE("centernet: peaks in the corners of the map count") {
  Maps maps(3, 3, 1);
  maps.logit(0, 0, 0) = maps.logit(0, 2, 0) = maps.logit(2, 0, 0) = maps.logit(2, 2, 0) = 3;
  CHECK(maps.decode().size() == 4);
}

TEST_CASE("centernet: the score decides, in logits as in probabilities") {
  Maps maps(1, 3, 1);
  maps.logit(0, 0, 0) = logit(0.31F);
  maps.logit(0, 2, 0) = logit(0.29F);
  const auto detections = maps.decode({.score = 0.3F});
  REQUIRE(detections.size() == 1);
  CHECK_THAT(detections[0].score, WithinAbs(0.31, 1e-6));
  CHECK(maps.decode({.score = 0.28F}).size() == 2);
  CHECK(maps.decode({.score = 1}).empty());
  CHECK(maps.decode({.score = 0}).size() == 2);
}

TEST_CASE("centernet: the best are kept, equal scores in the order of category and place") {
  Maps maps(1, 7, 2);
  maps.logit(0, 0, 1) = 1;
  maps.logit(0, 2, 0) = 1;
  maps.logit(0, 4, 0) = 1;
  maps.logit(0, 6, 0) = 2;
  const auto detections = maps.decode({.most = 3});
  REQUIRE(detections.size() == 3);
  CHECK(detections[0].box.x == 24 - 4);
  CHECK(detections[1].box.x == 8 - 4);
  CHECK(detections[2].box.x == 16 - 4);
}

TEST_CASE("centernet: of equal scores and categories the boxes decide, even those beyond the most that are kept") {
  Maps maps(1, 7, 1);
  maps.logit(0, 0, 0) = maps.logit(0, 2, 0) = maps.logit(0, 4, 0) = maps.logit(0, 6, 0) = 1;
  maps.side(0, 6, 1) = 5;  // reaches higher than the others
  const auto detections = maps.decode({.most = 2});
  REQUIRE(detections.size() == 2);
  CHECK(detections[0].box.x == 24 - 4);
  CHECK(detections[1].box.x == 0 - 4);
}

TEST_CASE("centernet: sides are asked of those objects alone that are kept") {
  Maps maps(1, 7, 1);
  for (const int column : {0, 2, 4, 6}) {
    maps.logit(0, column, 0) = static_cast<float>(column);
  }
  CHECK(maps.decode({.most = 2}).size() == 2);
  CHECK(maps.cells_asked() == std::vector{4, 6});
}

TEST_CASE("centernet: only the categories asked for are found") {
  Maps maps(3, 3, 4);
  for (int category = 0; category < 4; ++category) {
    maps.logit(1, 1, category) = static_cast<float>(category);
  }
  const auto detections = maps.decode({.categories = {0, 2}});
  REQUIRE(detections.size() == 2);
  CHECK(detections[0].category == 2);
  CHECK(detections[1].category == 0);
}

TEST_CASE("centernet: a value that is not a number is no object") {
  Maps maps(3, 3, 1);
  maps.logit(1, 1, 0) = std::numeric_limits<float>::quiet_NaN();
  CHECK(maps.decode().empty());
}

TEST_CASE("centernet: what the network has not kept neither is an object nor hides one") {
  constexpr float kLeftover = 99;  // of something else in the same memory
  constexpr int kWidth = 2 * kSearchedPixels;
  std::vector<float> values(2 * kWidth, kLeftover);
  std::fill_n(values.begin(), kSearchedPixels, -20.0F);
  values[kSearchedPixels - 1] = 2;
  const std::vector<float> largest{2, -1, 0.5F, -1};
  const ClassLogits classes{.logits = {.height = 2, .width = kWidth, .channels = 1, .values = values},
                            .largest = {.height = 2, .width = 2, .channels = 1, .values = largest},
                            .least_kept = 1};
  const std::vector<float> sides(4, 4.0F);
  for (const float score : {0.9F, 0.6F, 0.01F}) {
    std::vector<Detection> detections;
    decode_centernet(classes, [&](int, int) { return std::span(sides); }, {.score = score}, detections);
    CAPTURE(score);
    CHECK(detections.size() == (score > sigmoid(2) ? 0 : 1));
  }
}
