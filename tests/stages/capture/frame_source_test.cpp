#include "stages/capture/frame_source.hpp"

#include <catch2/catch_test_macros.hpp>

#include <vector>

using namespace brigade;
using namespace brigade::stages;

namespace {

/// Gives the outcomes one after another; asking for more than there are throws, which fails the test.
FrameSource scripted(std::vector<Result<ReadOutcome>> outcomes) {
  return {
      SourceFacts{
          .description = "script", .layout = {}, .max_bytes = 4, .frame_rate = {}, .frame_count = {}, .duration = {}},
      [outcomes = std::move(outcomes), next = std::size_t{0}](std::span<std::uint8_t>, FrameInfo&) mutable {
        return outcomes.at(next++);
      }};
}

}  // namespace

TEST_CASE("a source that ended is not asked again") {
  FrameSource source = scripted({ReadOutcome::frame, ReadOutcome::not_yet, ReadOutcome::end});
  std::vector<std::uint8_t> buffer(4);
  FrameInfo info;
  CHECK(source.read(buffer, info) == ReadOutcome::frame);
  CHECK(source.read(buffer, info) == ReadOutcome::not_yet);
  CHECK(source.read(buffer, info) == ReadOutcome::end);
  CHECK(source.read(buffer, info) == ReadOutcome::end);
}

TEST_CASE("a source that failed ends") {
  FrameSource source = scripted({failure("broken")});
  std::vector<std::uint8_t> buffer(4);
  FrameInfo info;
  const auto outcome = source.read(buffer, info);
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().message == "broken");
  CHECK(source.read(buffer, info) == ReadOutcome::end);
}

TEST_CASE("a buffer too small for a frame is refused before anything is written") {
  FrameSource source = scripted({ReadOutcome::frame});
  std::vector<std::uint8_t> buffer(3);
  FrameInfo info;
  const auto outcome = source.read(buffer, info);
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().message == "script: a frame takes 4 bytes, the buffer has 3");
}

TEST_CASE("frame times at a fractional rate do not add up errors") {
  constexpr Fraction kNtsc{30000, 1001};
  CHECK(frame_time(kNtsc, 30000) == std::chrono::seconds(1001));
  CHECK(frame_time(kNtsc, 30'000'000'000) == std::chrono::seconds(1'001'000'000));
  CHECK(frame_duration(kNtsc) == std::chrono::nanoseconds(33'366'666));
}
