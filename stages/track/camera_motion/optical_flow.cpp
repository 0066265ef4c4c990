#include "stages/track/camera_motion/optical_flow.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace brigade::stages {
namespace {

using vision::Point;

constexpr int kRadius = kFlowMargin - 1;  // of the window: a gradient needs one pixel more
constexpr int kSide = 2 * kRadius + 1;
constexpr int kMostSteps = 10;
constexpr double kSmallStep = 0.02;  // pixels: then the place is found

/// The window around a pixel of the first picture.
struct Window {
  int x = 0;  ///< its centre
  int y = 0;
  std::array<int, std::size_t{kSide} * kSide> values{};
  std::array<int, std::size_t{kSide} * kSide> across{};  ///< difference of the neighbours right and left
  std::array<int, std::size_t{kSide} * kSide> down{};    ///< and of those below and above
  // Sums of their products.
  double xx = 0;
  double xy = 0;
  double yy = 0;
};

// The centre is moved in where the window would reach out of a coarse picture.
Window window_around(const GreyPicture& picture, int centre_x, int centre_y) {
  Window window{.x = std::clamp(centre_x, kFlowMargin, picture.width - 1 - kFlowMargin),
                .y = std::clamp(centre_y, kFlowMargin, picture.height - 1 - kFlowMargin)};
  int xx = 0;
  int xy = 0;
  int yy = 0;
  std::size_t i = 0;
  for (int y = window.y - kRadius; y <= window.y + kRadius; ++y) {
    const std::uint8_t* above = picture.row(y - 1);
    const std::uint8_t* row = picture.row(y);
    const std::uint8_t* below = picture.row(y + 1);
    for (int x = window.x - kRadius; x <= window.x + kRadius; ++x, ++i) {
      const int across = row[x + 1] - row[x - 1];
      const int down = below[x] - above[x];
      window.values[i] = row[x];
      window.across[i] = across;
      window.down[i] = down;
      xx += across * across;
      xy += across * down;
      yy += down * down;
    }
  }
  window.xx = xx;
  window.xy = xy;
  window.yy = yy;
  return window;
}

// Differences in brightness between the window and the second picture at a place between its pixels, each times the
// gradient there, added up, times 32. Nothing where that place reaches out of the picture.
std::optional<Point> weighted_differences(const Window& window, const GreyPicture& picture, const Point& moved) {
  const double left = std::floor(moved.x);
  const double top = std::floor(moved.y);
  const double first_x = window.x - kRadius + left;
  const double first_y = window.y - kRadius + top;
  if (first_x < 0 || first_y < 0 || first_x + kSide >= picture.width || first_y + kSide >= picture.height) {
    return std::nullopt;
  }
  const int right_share = static_cast<int>((moved.x - left) * 128);
  const int lower_share = static_cast<int>((moved.y - top) * 128);
  const std::array shares{(128 - right_share) * (128 - lower_share), right_share * (128 - lower_share),
                          (128 - right_share) * lower_share, right_share * lower_share};
  int across = 0;
  int down = 0;
  for (int j = 0; j < kSide; ++j) {
    const std::uint8_t* upper = picture.row(static_cast<int>(first_y) + j) + static_cast<int>(first_x);
    const std::uint8_t* lower = upper + picture.width;
    const std::size_t line = static_cast<std::size_t>(j) * kSide;
    for (std::size_t i = 0; i < kSide; ++i) {
      const int value =
          shares[0] * upper[i] + shares[1] * upper[i + 1] + shares[2] * lower[i] + shares[3] * lower[i + 1];
      const int difference = ((value + 256) >> 9) - 32 * window.values[line + i];
      across += difference * window.across[line + i];
      down += difference * window.down[line + i];
    }
  }
  return Point{.x = static_cast<double>(across), .y = static_cast<double>(down)};
}

// Newton's steps from `moved` on; nothing where they lead out of the picture.
std::optional<Point> settle(const Window& window, const GreyPicture& picture, Point moved) {
  const double determinant = window.xx * window.yy - window.xy * window.xy;
  if (!(determinant > 0)) {
    return moved;  // nothing to see at this level
  }
  for (int step = 0; step < kMostSteps; ++step) {
    const auto sums = weighted_differences(window, picture, moved);
    if (!sums) {
      return std::nullopt;
    }
    // Gradients are half of what their differences are, and the sums have 32 as their unit.
    const double scale = 1.0 / (16 * determinant);
    const Point change{.x = scale * (window.xy * sums->y - window.yy * sums->x),
                       .y = scale * (window.xy * sums->x - window.xx * sums->y)};
    moved = {.x = moved.x + change.x, .y = moved.y + change.y};
    if (change.x * change.x + change.y * change.y < kSmallStep * kSmallStep) {
      break;
    }
  }
  return moved;
}

bool holds_a_window(const GreyPicture& picture) {
  return picture.width > 2 * kFlowMargin && picture.height > 2 * kFlowMargin;
}

}  // namespace

// Where a window reaches out of the picture at a coarse level, what is known so far is good enough for the next.
std::optional<Point> follow(const GreyPyramid& from, const GreyPyramid& to, const Feature& feature,
                            const Point& guess) {
  constexpr int kCoarsest = kFlowLevels - 1;
  std::optional<Point> settled;
  Point moved{.x = guess.x / (1 << kCoarsest), .y = guess.y / (1 << kCoarsest)};
  for (int level = kCoarsest; level >= 0; --level) {
    const GreyPicture& first = from[static_cast<std::size_t>(level)];
    settled.reset();
    if (holds_a_window(first)) {
      const Window window = window_around(first, feature.x >> level, feature.y >> level);
      settled = settle(window, to[static_cast<std::size_t>(level)], moved);
      moved = settled.value_or(moved);
    }
    if (level > 0) {
      moved = {.x = 2 * moved.x, .y = 2 * moved.y};
    }
  }
  return settled;
}

}  // namespace brigade::stages
