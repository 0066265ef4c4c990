#include "stages/render/painter.hpp"

#include "stages/render/colours.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string_view>
#include <vector>

namespace {

// Counts what this program takes from the heap by C++'s operators; relaxed, as only one thread paints.
std::atomic<std::int64_t> allocations{0};

}  // namespace

void* operator new(std::size_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) {  // NOLINT(*-no-malloc)
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }               // NOLINT(*-no-malloc)
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }  // NOLINT(*-no-malloc)

namespace {

using namespace brigade;
using namespace std::chrono_literals;

constexpr std::array<std::string_view, 1> kLabels{"person"};

constexpr stages::Colour kGrey{.red = 130, .green = 130, .blue = 130};  // what luma 128 is

struct Frame {
  vision::ImageLayout layout;
  std::vector<std::uint8_t> pixels;

  explicit Frame(int width = 320, int height = 240)
      : layout{.width = width, .height = height}, pixels(packed_bytes(layout), 128) {}
  [[nodiscard]] vision::ImageView view() const { return packed_view(layout, pixels); }
};

std::array<vision::TrackedObject, 2> walkers(int step) {
  const auto x = static_cast<float>(20 + 4 * step);
  return {{{.id = 1, .box = {.x = x, .y = 60, .width = 40, .height = 100}, .score = 0.9F},
           {.id = 2, .box = {.x = x + 100, .y = 90, .width = 40, .height = 100}, .score = 0.4F}}};
}

stages::Colour pixel(const vision::ImageView& picture, int x, int y) {
  const bool rgba = picture.layout.format == vision::PixelFormat::rgba;
  const std::uint8_t* at = picture.planes[0] + y * picture.strides[0] + std::ptrdiff_t{rgba ? 4 : 3} * x;
  return rgba ? stages::Colour{.red = at[0], .green = at[1], .blue = at[2]}
              : stages::Colour{.red = at[2], .green = at[1], .blue = at[0]};
}

/// Hot everywhere in the left half of a 320x240 picture, cold in the right one.
vision::HeatMap hot_left_half() {
  vision::HeatMap map;
  map.width = 2;
  map.height = 1;
  map.area = {.x = 0, .y = 0, .width = 320, .height = 240};
  map.row(0)[0] = 255;
  return map;
}

}  // namespace

TEST_CASE("a painter gives the frame in bgr with its tracks and their trails") {
  stages::Painter painter(kLabels);
  const Frame frame;
  (void)painter.paint(frame.view(), walkers(0), 0ms);
  const vision::ImageView painted = painter.paint(frame.view(), walkers(20), 1s);

  CHECK(painted.layout == vision::ImageLayout{.format = vision::PixelFormat::bgr, .width = 320, .height = 240});
  CHECK(pixel(painted, 120, 159) == stages::colour_of(1));  // the box's lower edge
  CHECK_FALSE(pixel(painted, 90, 159) == kGrey);            // the trail before it
  CHECK(pixel(painted, 300, 20) == kGrey);
}

TEST_CASE("a painter without trails draws none") {
  stages::Painter painter(kLabels, {.draw_trails = false});
  const Frame frame;
  (void)painter.paint(frame.view(), walkers(0), 0ms);
  const vision::ImageView painted = painter.paint(frame.view(), walkers(20), 1s);
  CHECK(pixel(painted, 90, 159) == kGrey);
}

TEST_CASE("frames may change their size") {
  stages::Painter painter(kLabels);
  const std::array detections{vision::Detection{.box = {.x = 10, .y = 10, .width = 30, .height = 30}, .score = 1}};
  CHECK(painter.paint(Frame(64, 48).view(), detections).layout.width == 64);
  const Frame large(1280, 720);
  const vision::ImageView painted = painter.paint(large.view(), detections);
  CHECK(painted.layout.height == 720);
  CHECK(pixel(painted, 25, 40) == stages::colour_of(0));
}

TEST_CASE("a painter for a canvas gives opaque rgba, the same picture") {
  stages::Painter bgr(kLabels);
  stages::Painter rgba(kLabels, {.format = vision::PixelFormat::rgba});
  const Frame frame;
  const vision::ImageView expected = bgr.paint(frame.view(), walkers(5), 0ms);
  const vision::ImageView painted = rgba.paint(frame.view(), walkers(5), 0ms);
  CHECK(painted.layout == vision::ImageLayout{.format = vision::PixelFormat::rgba, .width = 320, .height = 240});
  CHECK(painted.strides[0] == 4 * 320);
  int different = 0;
  int transparent = 0;
  for (int y = 0; y < 240; ++y) {
    for (int x = 0; x < 320; ++x) {
      different += pixel(painted, x, y) == pixel(expected, x, y) ? 0 : 1;
      transparent += painted.planes[0][4 * (y * 320 + x) + 3] == 255 ? 0 : 1;
    }
  }
  CHECK(different == 0);
  CHECK(transparent == 0);
}

TEST_CASE("in the mirror, picture, boxes and trails are turned round, and the labels' letters are not") {
  const auto format = GENERATE(vision::PixelFormat::bgr, vision::PixelFormat::rgba);
  stages::Painter plain(kLabels, {.format = format, .draw_scores = false});
  stages::Painter mirrored(kLabels, {.format = format, .draw_scores = false});
  Frame frame;
  for (std::size_t i = 0; i < std::size_t{320} * 240; ++i) {
    frame.pixels[i] = static_cast<std::uint8_t>(i % 320 / 2);  // darker to the left
  }
  // One whose label lies above it: all else is the same from left to right.
  const std::array walker{walkers(0)[0]};
  const std::array later{walkers(20)[0]};
  (void)plain.paint(frame.view(), walker, 0ms);
  (void)mirrored.paint(frame.view(), walker, 0ms, {.mirrored = true});
  const vision::ImageView expected = plain.paint(frame.view(), later, 1s);
  const vision::ImageView painted = mirrored.paint(frame.view(), later, 1s, {.mirrored = true});
  const auto wrong = [&](int top, int bottom, int tolerance) {
    int count = 0;
    for (int y = top; y < bottom; ++y) {
      for (int x = 0; x < 320; ++x) {
        const auto there = pixel(painted, 319 - x, y);
        const auto here = pixel(expected, x, y);
        count += std::abs(there.red - here.red) <= tolerance && std::abs(there.green - here.green) <= tolerance ? 0 : 1;
      }
    }
    return count;
  };
  CHECK(wrong(62, 240, 2) == 0);
  CHECK(wrong(30, 60, 2) > 100);  // the label
  CHECK(pixel(painted, 319 - 120, 159) == stages::colour_of(1));
}

TEST_CASE("a heat map lies over the picture, below boxes, and is mirrored with it") {
  const bool mirrored = GENERATE(false, true);
  stages::Painter painter(kLabels);
  const Frame frame;
  const vision::HeatMap map = hot_left_half();
  const vision::ImageView painted =
      painter.paint(frame.view(), walkers(0), 0ms, {.mirrored = mirrored, .heat_map = &map});
  const auto at = [&](int x, int y) { return pixel(painted, mirrored ? 319 - x : x, y); };
  CHECK(at(280, 20) == kGrey);
  CHECK_FALSE(at(10, 20) == kGrey);
  CHECK(at(40, 159) == stages::colour_of(1));
}

TEST_CASE("painting allocates nothing after the first frame") {
  const auto format = GENERATE(vision::PixelFormat::bgr, vision::PixelFormat::rgba);
  stages::Painter painter(kLabels, {.format = format});
  const vision::HeatMap map = hot_left_half();
  const Frame frame;
  (void)painter.paint(frame.view(), walkers(0), 0ms);
  const std::int64_t before = allocations.load(std::memory_order_relaxed);
  for (int step = 1; step < 200; ++step) {
    (void)painter.paint(frame.view(), walkers(step % 40), step * 40ms,
                        {.mirrored = step % 2 == 0, .heat_map = step % 3 == 0 ? &map : nullptr});
  }
  CHECK(allocations.load(std::memory_order_relaxed) == before);
}
