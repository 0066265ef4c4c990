#include "stages/capture/rotate.hpp"

#include <catch2/catch_test_macros.hpp>

#include <vector>

using namespace brigade;
using namespace brigade::stages;

namespace {

// 3x2 pixels: luma 1 2 3 / 4 5 6, chroma 2x1: 7 8 and 9 10.
constexpr vision::ImageLayout kLayout{.width = 3, .height = 2};
const std::vector<std::uint8_t> kPixels{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

std::vector<std::uint8_t> rotated(int quarter_turns) {
  std::vector<std::uint8_t> target(vision::packed_bytes(rotated_layout(kLayout, quarter_turns)));
  rotate_i420(vision::packed_view(kLayout, kPixels), quarter_turns, target);
  return target;
}

}  // namespace

TEST_CASE("a frame is turned clockwise by quarters") {
  CHECK(rotated(0) == kPixels);
  CHECK(rotated(1) == std::vector<std::uint8_t>{4, 1, 5, 2, 6, 3, 7, 8, 9, 10});
  CHECK(rotated(2) == std::vector<std::uint8_t>{6, 5, 4, 3, 2, 1, 8, 7, 10, 9});
  CHECK(rotated(3) == std::vector<std::uint8_t>{3, 6, 2, 5, 1, 4, 8, 7, 10, 9});
}

TEST_CASE("an odd number of quarters swaps the sides") {
  CHECK(rotated_layout(kLayout, 1).width == 2);
  CHECK(rotated_layout(kLayout, 3).height == 3);
  CHECK(rotated_layout(kLayout, 2) == kLayout);
}
