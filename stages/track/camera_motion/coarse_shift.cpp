#include "stages/track/camera_motion/coarse_shift.hpp"

#include <algorithm>
#include <cstdlib>

namespace brigade::stages {
namespace {

/// Sum of absolute differences, and of how many pixels.
struct Difference {
  std::int64_t sum = 0;
  std::int64_t pixels = 0;
};

// Means are compared, as the overlap is not always the same.
bool smaller(const Difference& one, const Difference& other) { return one.sum * other.pixels < other.sum * one.pixels; }

Difference difference_at(const GreyPicture& from, const GreyPicture& to, int right, int down) {
  const int left = std::max(0, -right);
  const int width = from.width - std::abs(right);
  const int top = std::max(0, -down);
  const int height = from.height - std::abs(down);
  Difference difference{.pixels = std::int64_t{width} * height};
  for (int y = top; y < top + height; ++y) {
    const std::uint8_t* before = from.row(y) + left;
    const std::uint8_t* after = to.row(y + down) + left + right;
    int sum = 0;
    for (int x = 0; x < width; ++x) {
      sum += std::abs(before[x] - after[x]);
    }
    difference.sum += sum;
  }
  return difference;
}

}  // namespace

vision::Point coarse_shift(const GreyPicture& from, const GreyPicture& to) {
  vision::Point best;
  Difference least = difference_at(from, to, 0, 0);
  const int farthest_right = from.width / 4;
  const int farthest_down = from.height / 4;
  for (int down = -farthest_down; down <= farthest_down; ++down) {
    for (int right = -farthest_right; right <= farthest_right; ++right) {
      const Difference difference = difference_at(from, to, right, down);
      if (smaller(difference, least)) {
        least = difference;
        best = {.x = static_cast<double>(right), .y = static_cast<double>(down)};
      }
    }
  }
  return best;
}

}  // namespace brigade::stages
