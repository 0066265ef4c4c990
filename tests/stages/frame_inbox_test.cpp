#include "stages/capture/frame_inbox.hpp"

#include "pipeline/adaptors.hpp"
#include "pipeline/drive.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

using namespace brigade;
using namespace std::chrono_literals;
using pipeline::DropCause;
using pipeline::Policy;
using pipeline::StepOutcome;

namespace {

constexpr vision::ImageLayout kLayout{.format = vision::PixelFormat::rgba, .width = 2, .height = 2};

// A capture stage over an inbox, with the reader's end of its queue in the test's hands.
struct Capture {
  explicit Capture(Policy policy, std::size_t slots)
      : pool(pipeline::FramePool::create(slots, vision::packed_bytes(kLayout)).value()),
        queue(policy),
        inbox(*pool),
        stage("capture", pipeline::Ports().writes(queue),
              stages::FedCaptureStep(inbox, pipeline::Outlet<stages::FrameMessage>(queue)), {.clock = time.clock()}) {}

  // A frame whose every byte is `value` comes in and takes 3 ms to be copied.
  bool give(std::uint8_t value, std::chrono::nanoseconds media_time) {
    const auto memory = inbox.reserve(time.clock().now());
    if (memory.empty()) {
      return false;
    }
    std::ranges::fill(memory, value);
    time.advance(3ms);
    inbox.commit(kLayout, media_time, time.clock().now());
    return true;
  }

  pipeline::FakeTime time;
  std::unique_ptr<pipeline::FramePool> pool;
  pipeline::Channel<stages::FrameMessage> queue;
  stages::FrameInbox inbox;
  pipeline::Stage stage;
};

}  // namespace

TEST_CASE("a frame that was put into the inbox is sent with its pixels, times and number") {
  Capture capture(Policy::live, 4);
  const auto came = capture.time.clock().now();
  REQUIRE(capture.give(7, 40ms));
  REQUIRE(capture.stage.step().value() == StepOutcome::progressed);
  const auto frame = capture.queue.try_receive();
  REQUIRE(frame);
  CHECK(frame->frame_id == 0);
  CHECK(frame->layout == kLayout);
  CHECK(frame->stamp.media_time == 40ms);
  CHECK(frame->stamp.captured == came);
  CHECK(frame->slot.bytes().front() == 7);
  CHECK(frame->slot.bytes().back() == 7);
  const auto summary = capture.stage.summary();
  CHECK(summary.out == 1);
  CHECK(summary.service.max == 3ms);
  CHECK(capture.stage.step().value() == StepOutcome::idle);
}

TEST_CASE("a frame for which no slot is free is given up and counted") {
  Capture capture(Policy::live, 2);
  REQUIRE(capture.give(1, 0ms));
  REQUIRE(capture.stage.step());
  const auto first = capture.queue.try_receive();
  REQUIRE(capture.give(2, 1ms));
  REQUIRE(capture.stage.step());
  const auto second = capture.queue.try_receive();
  CHECK_FALSE(capture.inbox.has_room());
  CHECK_FALSE(capture.give(3, 2ms));
  REQUIRE(capture.stage.step());
  CHECK(capture.stage.summary().drops_by(DropCause::pool_exhausted) == 1);
  CHECK(capture.stage.summary().out == 2);
}

TEST_CASE("what was replaced before it was copied counts as a drop of capture's") {
  Capture capture(Policy::live, 2);
  capture.inbox.count_replaced();
  capture.inbox.count_replaced();
  REQUIRE(capture.stage.step());
  CHECK(capture.stage.summary().drops_by(DropCause::replaced) == 2);
}

TEST_CASE("a reserved slot that is released returns to the pool, and a late commit changes nothing") {
  Capture capture(Policy::live, 1);
  REQUIRE_FALSE(capture.inbox.reserve(capture.time.clock().now()).empty());
  CHECK_FALSE(capture.inbox.has_room());
  capture.inbox.release();
  CHECK(capture.inbox.has_room());
  capture.inbox.commit(kLayout, 0ms, capture.time.clock().now());
  CHECK(capture.stage.step().value() == StepOutcome::idle);
  CHECK(capture.give(1, 1ms));
}

TEST_CASE("lossless, there is no room while a frame waits for a full queue") {
  Capture capture(Policy::lossless, 4);
  REQUIRE(capture.give(1, 0ms));
  CHECK_FALSE(capture.inbox.has_room());
  REQUIRE(capture.stage.step());
  CHECK(capture.inbox.has_room());
  REQUIRE(capture.give(2, 1ms));
  REQUIRE(capture.stage.step());  // held: the queue has room for one
  CHECK_FALSE(capture.inbox.has_room());
  CHECK(capture.stage.step().value() == StepOutcome::idle);
  CHECK(capture.queue.try_receive()->frame_id == 0);
  CHECK(capture.stage.step().value() == StepOutcome::progressed);
  CHECK(capture.inbox.has_room());
  CHECK(capture.queue.try_receive()->frame_id == 1);
}

TEST_CASE("after the inbox is closed the last frame is sent and the stage ends") {
  Capture capture(Policy::live, 2);
  REQUIRE(capture.give(5, 0ms));
  capture.inbox.close();
  CHECK_FALSE(capture.give(6, 1ms));
  CHECK(pipeline::step_until_idle(capture.stage).value() == StepOutcome::finished);
  CHECK(capture.queue.try_receive()->slot.bytes().front() == 5);
  CHECK(capture.queue.finished());
}
