#include "stages/render/heat_overlay.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace brigade::stages {
namespace {

using vision::HeatMap;

constexpr int kColdest = 15;      // of the scores that are drawn
constexpr int kLeastOpaque = 64;  // its opacity
constexpr int kMostOpaque = 200;

// Every eighth of the ramp.
constexpr std::array<Colour, 9> kInferno{{{0, 0, 4},
                                          {31, 12, 72},
                                          {85, 15, 109},
                                          {136, 34, 106},
                                          {186, 54, 85},
                                          {227, 89, 51},
                                          {249, 140, 10},
                                          {249, 201, 50},
                                          {252, 255, 164}}};

constexpr HeatColour ramp_colour(int score) {
  constexpr int kStep = 32;
  if (score < kColdest) {
    return {};
  }
  const auto index = static_cast<std::size_t>(score / kStep);
  const Colour from = kInferno[index];
  const Colour to = kInferno[index + 1];
  const auto between = [&](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(a + (b - a) * (score % kStep) / kStep);
  };
  return {.colour = {between(from.red, to.red), between(from.green, to.green), between(from.blue, to.blue)},
          .opacity = kLeastOpaque + (kMostOpaque - kLeastOpaque) * (score - kColdest) / (255 - kColdest)};
}

constexpr std::array<HeatColour, 256> kRamp = [] {
  std::array<HeatColour, 256> ramp{};
  for (std::size_t score = 0; score < ramp.size(); ++score) {
    ramp[score] = ramp_colour(static_cast<int>(score));
  }
  return ramp;
}();

/// Scores of one row of the picture at the middles of the map's columns, in 1/256.
using RowScores = std::array<int, HeatMap::kLargestSide>;

/// How one axis of the picture lies over the map's.
struct Axis {
  float first_middle = 0;  ///< of the map's first cell, as a coordinate of the picture's pixel centres
  float cell = 1;          ///< pixels of the picture
  int cells = 0;
  int pixels = 0;

  /// The first pixel whose centre is not before that place, counted in cells from the middle of the first; within the
  /// picture.
  [[nodiscard]] int pixel_at(float place) const {
    const float pixel = std::ceil(first_middle + place * cell);
    return static_cast<int>(std::clamp(pixel, 0.0F, static_cast<float>(pixels)));
  }
};

/// False where the row is cold all along.
bool blend_rows(const HeatMap& map, const Axis& axis, int y, RowScores& scores) {
  const float place =
      std::clamp((static_cast<float>(y) - axis.first_middle) / axis.cell, 0.0F, static_cast<float>(map.height - 1));
  const int upper = static_cast<int>(place);
  const int lower = std::min(upper + 1, map.height - 1);
  const int weight = static_cast<int>(256 * (place - static_cast<float>(upper)));
  int hottest = 0;
  for (int column = 0; column < map.width; ++column) {
    const int score = map.row(upper)[column] * (256 - weight) + map.row(lower)[column] * weight;
    scores[static_cast<std::size_t>(column)] = score;
    hottest = std::max(hottest, score);
  }
  return hottest >= kColdest * 256;
}

template <int Channels>
void blend(std::uint8_t* target, const HeatColour& heat) {
  const Colour& colour = heat.colour;
  const std::array<int, 3> levels = Channels == 3 ? std::array<int, 3>{colour.blue, colour.green, colour.red}
                                                  : std::array<int, 3>{colour.red, colour.green, colour.blue};
  for (std::size_t channel = 0; channel < levels.size(); ++channel) {
    const int below = target[channel];
    target[channel] = static_cast<std::uint8_t>(below + (((levels[channel] - below) * heat.opacity + 128) >> 8));
  }
}

/// The pixels from the middle of column `left` to that of the next; `left` may be -1 or the last: the map's margins.
template <int Channels>
void draw_between(std::uint8_t* row, const Axis& axis, const RowScores& scores, int left) {
  constexpr int kMoreBits = 8;  // than the scores have: no error to be seen after some hundred pixels
  const int from = scores[static_cast<std::size_t>(std::max(left, 0))];
  const int to = scores[static_cast<std::size_t>(std::min(left + 1, axis.cells - 1))];
  if (std::max(from, to) < kColdest * 256) {
    return;
  }
  const auto place = static_cast<float>(left);
  const int first = axis.pixel_at(left < 0 ? -0.5F : place);
  const int end = axis.pixel_at(left == axis.cells - 1 ? place + 0.5F : place + 1);
  const auto scaled = [](float score) { return static_cast<int>(score * (1 << kMoreBits)); };
  const float slope = static_cast<float>(to - from) / axis.cell;
  const float past = static_cast<float>(first) - axis.first_middle - place * axis.cell;
  const int step = scaled(slope);
  int score = scaled(static_cast<float>(from) + slope * past);
  for (int x = first; x < end; ++x, score += step) {
    const auto level = static_cast<std::size_t>(std::clamp(score >> (8 + kMoreBits), 0, 255));
    if (level >= kColdest) {
      blend<Channels>(row + std::ptrdiff_t{x} * Channels, kRamp[level]);
    }
  }
}

template <int Channels>
void draw(cv::Mat& picture, const HeatMap& map, const Axis& columns, const Axis& rows) {
  RowScores scores;  // NOLINT(*-member-init): written before it is read
  const int end = rows.pixel_at(static_cast<float>(rows.cells) - 0.5F);
  for (int y = rows.pixel_at(-0.5F); y < end; ++y) {
    if (blend_rows(map, rows, y, scores)) {
      for (int left = -1; left < columns.cells; ++left) {
        draw_between<Channels>(picture.ptr(y), columns, scores, left);
      }
    }
  }
}

Axis axis_of(float start, float length, int cells, int pixels) {
  const float cell = length / static_cast<float>(cells);
  return {.first_middle = start + cell / 2 - 0.5F, .cell = cell, .cells = cells, .pixels = pixels};
}

}  // namespace

HeatColour heat_colour(std::uint8_t score) { return kRamp[score]; }

void draw_heat(cv::Mat& picture, const HeatMap& map) {
  assert(picture.type() == CV_8UC3 || picture.type() == CV_8UC4);
  if (map.width < 1 || map.height < 1 || !(map.area.width > 0) || !(map.area.height > 0)) {
    return;
  }
  const Axis columns = axis_of(map.area.x, map.area.width, map.width, picture.cols);
  const Axis rows = axis_of(map.area.y, map.area.height, map.height, picture.rows);
  if (picture.channels() == 3) {
    draw<3>(picture, map, columns, rows);
  } else {
    draw<4>(picture, map, columns, rows);
  }
}

}  // namespace brigade::stages
