#include "stages/capture/sequence.hpp"

#include "stages/capture/synthetic.hpp"
#include "tests/stages/capture/video_files.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace brigade;
using namespace brigade::stages;
using namespace std::chrono_literals;

namespace {

constexpr SyntheticOptions kFourFrames{.width = 32, .height = 32, .frames = 4, .frame_rate = {10, 1}};

Result<FrameSource> four_frames() { return synthetic_source(kFourFrames); }

/// Frames at these times, of no known rate.
FrameSource timed(std::vector<std::chrono::nanoseconds> times) {
  return {SourceFacts{.description = "timed", .layout = {}, .frame_rate = {}, .frame_count = {}, .duration = {}},
          [times = std::move(times), next = std::size_t{0}](std::span<std::uint8_t>,
                                                            FrameInfo& info) mutable -> Result<ReadOutcome> {
            if (next == times.size()) {
              return ReadOutcome::end;
            }
            info = FrameInfo{.layout = {.width = 1, .height = 1}, .media_time = times[next++], .name = {}};
            return ReadOutcome::frame;
          }};
}

std::vector<std::chrono::nanoseconds> times_of(FrameSource source) {
  std::vector<std::chrono::nanoseconds> times;
  FrameInfo info;
  while (source.read({}, info) == ReadOutcome::frame) {
    times.push_back(info.media_time);
  }
  return times;
}

}  // namespace

TEST_CASE("a loop gives the same frames again while media time goes on rising") {
  auto source = looped(four_frames, 3);
  REQUIRE(source);
  CHECK(source->facts().frame_count == 12);
  CHECK(source->facts().duration == 1200ms);
  const tests::Reading reading = tests::read_all(*source);
  CHECK(reading.error.empty());
  CHECK(reading.times == tests::regular_times(12, 100ms));
  REQUIRE(reading.frames() == 12);
  CHECK(reading.pixels[0] != reading.pixels[1]);
  CHECK(reading.pixels[1] == reading.pixels[5]);
  CHECK(reading.pixels[3] == reading.pixels[11]);
}

TEST_CASE("a loop without a known rate goes on by the last step, from wherever the first frame's time lies") {
  auto source = looped([] { return timed({500ms, 530ms, 600ms}); }, 2);
  REQUIRE(source);
  CHECK(times_of(std::move(*source)) ==
        std::vector<std::chrono::nanoseconds>{500ms, 530ms, 600ms, 670ms, 700ms, 770ms});
}

TEST_CASE("a loop over a source without frames ends") {
  auto source = looped([] { return timed({}); }, 0);
  REQUIRE(source);
  CHECK(times_of(std::move(*source)).empty());
}

TEST_CASE("an endless loop goes on until interrupted") {
  int asked = 0;
  auto source = looped(four_frames, 0, [&asked] { return ++asked == 5; });
  REQUIRE(source);
  CHECK_FALSE(source->facts().frame_count.has_value());
  CHECK(tests::read_all(*source).frames() == 20);
}

TEST_CASE("what fails in a later loop is said after the frames before it") {
  int opened = 0;
  auto source = looped(
      [&opened]() -> Result<FrameSource> {
        if (++opened == 3) {
          return failure("gone");
        }
        return four_frames();
      },
      5);
  REQUIRE(source);
  const tests::Reading reading = tests::read_all(*source);
  CHECK(reading.frames() == 8);
  CHECK(reading.error == "gone");
}

TEST_CASE("frames that became larger between two loops are refused") {
  int opened = 0;
  auto source = looped(
      [&opened] {
        SyntheticOptions options = kFourFrames;
        options.width += 2 * opened++;
        return synthetic_source(options);
      },
      2);
  REQUIRE(source);
  const tests::Reading reading = tests::read_all(*source);
  CHECK(reading.frames() == 4);
  CHECK(reading.error.find("larger") != std::string::npos);
}

TEST_CASE("a limit ends a source, and what comes after it is not looked at") {
  FrameSource source = limited(std::move(*four_frames()), 3);
  CHECK(source.facts().frame_count == 3);
  const tests::Reading reading = tests::read_all(source);
  CHECK(reading.frames() == 3);
  CHECK(reading.error.empty());
}

TEST_CASE("a limit above the number of frames changes nothing") {
  FrameSource source = limited(std::move(*four_frames()), 30);
  CHECK(source.facts().frame_count == 4);
  CHECK(tests::read_all(source).frames() == 4);
}
