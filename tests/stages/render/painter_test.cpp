#include "stages/render/painter.hpp"

#include "stages/render/colours.hpp"

#include <catch2/catch_test_macros.hpp>

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
  const std::uint8_t* at = picture.planes[0] + y * picture.strides[0] + std::ptrdiff_t{3} * x;
  return {.red = at[2], .green = at[1], .blue = at[0]};
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

TEST_CASE("painting allocates nothing after the first frame") {
  stages::Painter painter(kLabels);
  const Frame frame;
  (void)painter.paint(frame.view(), walkers(0), 0ms);
  const std::int64_t before = allocations.load(std::memory_order_relaxed);
  for (int step = 1; step < 200; ++step) {
    (void)painter.paint(frame.view(), walkers(step % 40), step * 40ms);
  }
  CHECK(allocations.load(std::memory_order_relaxed) == before);
}
