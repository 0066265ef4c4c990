#include "tests/stages/track/camera_motion/textured_wall.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>

namespace brigade::tests {
namespace {

using vision::Point;
using vision::Similarity;

// 0..1, another for every corner of a grid and every seed.
double hashed(int x, int y, unsigned seed) {
  std::uint32_t bits =
      static_cast<std::uint32_t>(x) * 0x9E3779B1U ^ static_cast<std::uint32_t>(y) * 0x85EBCA77U ^ seed * 0xC2B2AE3DU;
  bits = (bits ^ (bits >> 15U)) * 0x2C1B3C6DU;
  bits = (bits ^ (bits >> 12U)) * 0x297A2D39U;
  return static_cast<double>((bits ^ (bits >> 15U)) & 0xFFFFU) / 0xFFFF;
}

double smooth(double share) { return share * share * (3 - 2 * share); }

// Not std::lerp, whose last bit may differ from library to library.
double blend(double from, double to, double share) { return from + (to - from) * share; }

// Random at the corners of a grid, smooth between them.
double value_noise(double x, double y, unsigned seed) {
  const double left = std::floor(x);
  const double top = std::floor(y);
  const int i = static_cast<int>(left);
  const int j = static_cast<int>(top);
  const double across = smooth(x - left);
  const double down = smooth(y - top);
  return blend(blend(hashed(i, j, seed), hashed(i + 1, j, seed), across),
               blend(hashed(i, j + 1, seed), hashed(i + 1, j + 1, seed), across), down);
}

Similarity inverse(const Similarity& motion) {
  const double squared = motion.a * motion.a + motion.b * motion.b;
  Similarity back{.a = motion.a / squared, .b = -motion.b / squared};
  const Point origin = vision::apply_to_direction(back, Point{.x = motion.right, .y = motion.down});
  back.right = -origin.x;
  back.down = -origin.y;
  return back;
}

}  // namespace

double wall_brightness(double x, double y, unsigned seed) {
  return 255 * (0.6 * value_noise(x / 14, y / 14, seed) + 0.4 * value_noise(x / 45, y / 45, seed + 1));
}

Photograph photograph_wall(int width, int height, const Similarity& pose, unsigned seed) {
  Photograph photograph{.layout = {.format = vision::PixelFormat::i420, .width = width, .height = height},
                        .pixels = {}};
  photograph.pixels.assign(vision::packed_bytes(photograph.layout), 128);
  const Similarity back = inverse(pose);
  auto* pixel = photograph.pixels.data();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Point place = vision::apply(back, Point{.x = x + 0.5, .y = y + 0.5});
      *pixel++ = static_cast<std::uint8_t>(wall_brightness(place.x, place.y, seed));
    }
  }
  return photograph;
}

void paint_object(Photograph& photograph, const vision::Box& box, unsigned seed) {
  const int width = photograph.layout.width;
  const int right = std::min(width, static_cast<int>(box.x + box.width));
  const int bottom = std::min(photograph.layout.height, static_cast<int>(box.y + box.height));
  for (int y = std::max(0, static_cast<int>(box.y)); y < bottom; ++y) {
    for (int x = std::max(0, static_cast<int>(box.x)); x < right; ++x) {
      photograph.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] =
          static_cast<std::uint8_t>(wall_brightness(x - double{box.x}, y - double{box.y}, seed));
    }
  }
}

void add_noise(Photograph& photograph, int amplitude, unsigned seed) {
  std::mt19937 random(seed);
  for (std::uint8_t& pixel : photograph.pixels) {
    const int noise = static_cast<int>(random() % static_cast<unsigned>(2 * amplitude + 1)) - amplitude;
    pixel = static_cast<std::uint8_t>(std::clamp(pixel + noise, 0, 255));
  }
}

Similarity motion_between(const Similarity& before, const Similarity& after) {
  const Similarity back = inverse(before);
  const Point ends = vision::apply_to_direction(after, Point{.x = back.a, .y = back.b});
  const Point origin = vision::apply(after, Point{.x = back.right, .y = back.down});
  return {.a = ends.x, .b = ends.y, .right = origin.x, .down = origin.y};
}

double largest_difference(const Similarity& one, const Similarity& other, int width, int height) {
  double largest = 0;
  for (const double x : {0, width}) {
    for (const double y : {0, height}) {
      const Point first = vision::apply(one, Point{.x = x, .y = y});
      const Point second = vision::apply(other, Point{.x = x, .y = y});
      largest = std::max(largest, std::hypot(first.x - second.x, first.y - second.y));
    }
  }
  return largest;
}

}  // namespace brigade::tests
