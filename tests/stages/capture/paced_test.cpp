#include "stages/capture/paced.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <utility>
#include <vector>

using namespace brigade;
using namespace std::chrono_literals;
using stages::FrameInfo;
using stages::ReadOutcome;

namespace {

// A source of one pixel whose frames bear the given times.
stages::FrameSource source_at(std::vector<std::chrono::milliseconds> times) {
  const vision::ImageLayout layout{.format = vision::PixelFormat::rgb, .width = 1, .height = 1};
  return {{.description = "three times", .layout = layout, .max_bytes = 3},
          [times = std::move(times), next = std::size_t{0}](std::span<std::uint8_t>, FrameInfo& info) mutable {
            if (next == times.size()) {
              return Result<ReadOutcome>(ReadOutcome::end);
            }
            info.media_time = times[next++];
            return Result<ReadOutcome>(ReadOutcome::frame);
          }};
}

// How long each read waits, when every read itself takes `work`.
std::vector<pipeline::Duration> waits(std::vector<std::chrono::milliseconds> times, pipeline::Duration work) {
  pipeline::FakeTime time;
  std::vector<pipeline::Duration> waited;
  auto source = stages::paced(source_at(std::move(times)), {.clock = time.clock(), .sleep = [&](auto wait) {
                                                              waited.push_back(wait);
                                                              time.advance(wait);
                                                            }});
  std::array<std::uint8_t, 3> pixel{};
  FrameInfo info;
  while (source.read(pixel, info).value() == ReadOutcome::frame) {
    time.advance(work);
  }
  return waited;
}

}  // namespace

TEST_CASE("frames come at their own times, counted from the first") {
  CHECK(waits({500ms, 600ms, 640ms}, 0ms) == std::vector<pipeline::Duration>{100ms, 40ms});
  CHECK(waits({0ms, 100ms, 200ms}, 30ms) == std::vector<pipeline::Duration>{70ms, 70ms});
}

TEST_CASE("frames that are late come at once, and the next ones are in time again") {
  CHECK(waits({0ms, 40ms, 80ms, 200ms}, 50ms) == std::vector<pipeline::Duration>{50ms});
}

TEST_CASE("a long gap is not waited out, and the pace goes on from there") {
  CHECK(waits({0ms, 3600'000ms, 3600'100ms}, 0ms) == std::vector<pipeline::Duration>{100ms});
}

TEST_CASE("a paced source is live") {
  CHECK(stages::paced(source_at({})).facts().live);
  CHECK_FALSE(source_at({}).facts().live);
}
