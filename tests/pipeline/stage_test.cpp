#include "pipeline/stage.hpp"

#include "pipeline/adaptors.hpp"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace brigade::pipeline;
using namespace std::chrono_literals;
using brigade::failure;
using brigade::Result;

namespace {

struct Frame {
  FrameId frame_id = 0;
};

StepOutcome step(Stage& stage) { return stage.step().value(); }

/// The next frame's number, kNoFrame when there is none.
FrameId next_id(Channel<Frame>& channel) {
  const auto frame = channel.try_receive();
  return frame ? frame->frame_id : kNoFrame;
}

/// Gives out frames 0, 1, ... up to `count`.
auto frames_up_to(int count) {
  return [next = 0, count]() mutable -> Result<Produced<Frame>> {
    if (next == count) {
      return EndOfStream{};
    }
    return Frame{next++};
  };
}

/// Keeps what it is given.
auto collect_into(std::vector<FrameId>& seen) {
  return [&seen](const Frame& frame) -> Result<void> {
    seen.push_back(frame.frame_id);
    return {};
  };
}

}  // namespace

TEST_CASE("a source gives out items until the end, then closes") {
  Channel<Frame> channel(Policy::lossless, 4);
  Stage source = make_source("source", channel, frames_up_to(2));
  CHECK(step(source) == StepOutcome::progressed);
  CHECK(step(source) == StepOutcome::progressed);
  CHECK_FALSE(channel.closed());
  CHECK(step(source) == StepOutcome::finished);
  CHECK(channel.closed());
  CHECK(channel.depth() == 2);
  CHECK(step(source) == StepOutcome::finished);
  CHECK(source.summary().out == 2);
}

TEST_CASE("a stage whose output is full holds its item and is idle until there is room") {
  Channel<Frame> channel(Policy::lossless, 1);
  Stage source = make_source("source", channel, frames_up_to(2));
  CHECK(step(source) == StepOutcome::progressed);
  CHECK(step(source) == StepOutcome::progressed);  // made frame 1, could not send it
  CHECK(step(source) == StepOutcome::idle);
  CHECK(step(source) == StepOutcome::idle);
  CHECK_FALSE(source.retry_after().has_value());
  CHECK(source.summary().out == 1);
  CHECK(next_id(channel) == 0);
  CHECK(step(source) == StepOutcome::progressed);
  CHECK(next_id(channel) == 1);
  CHECK(step(source) == StepOutcome::finished);
}

TEST_CASE("the time that a held item blocks its stage is counted") {
  FakeTime time;
  Channel<Frame> channel(Policy::lossless, 1);
  Stage source = make_source("source", channel, frames_up_to(3), {.clock = time.clock()});
  step(source);
  step(source);
  time.advance(10ms);
  CHECK(step(source) == StepOutcome::idle);
  time.advance(5ms);
  CHECK(channel.try_receive().has_value());
  CHECK(step(source) == StepOutcome::progressed);
  CHECK(source.summary().blocked == 15ms);
}

TEST_CASE("each output gets the items it wants, each item once") {
  Channel<Frame> all(Policy::lossless, 10);
  Channel<Frame> every_third(Policy::lossless, 10);
  const auto third = [](const Frame& frame) { return frame.frame_id % 3 == 0; };
  Stage source = make_source("source", Outlet<Frame>(all).also(every_third, third), frames_up_to(7));
  while (step(source) != StepOutcome::finished) {
  }
  CHECK(all.sent() == 7);
  CHECK(every_third.sent() == 3);
  CHECK(source.summary().out == 7);
  CHECK(next_id(every_third) == 0);
  CHECK(next_id(every_third) == 3);
  CHECK(next_id(every_third) == 6);
}

TEST_CASE("an item that one output takes and the other refuses is not sent twice to the first") {
  Channel<Frame> roomy(Policy::lossless, 10);
  Channel<Frame> narrow(Policy::lossless, 1);
  Stage source = make_source("source", Outlet<Frame>(narrow).also(roomy), frames_up_to(2));
  step(source);
  step(source);
  CHECK(step(source) == StepOutcome::idle);
  CHECK(step(source) == StepOutcome::idle);
  CHECK(roomy.sent() == 2);
  CHECK(narrow.sent() == 1);
  CHECK(source.summary().out == 1);
}

TEST_CASE("move-only items pass from a source through a transform to a sink") {
  using Item = std::unique_ptr<int>;
  Channel<Item> first(Policy::lossless, 1);
  Channel<std::string> second(Policy::lossless, 1);
  Stage source = make_source("source", first, [only = std::make_unique<int>(5)]() mutable -> Result<Produced<Item>> {
    return only ? Produced<Item>(std::move(only)) : EndOfStream{};
  });
  Stage transform = make_transform("transform", first, second,
                                   [](Item item) -> Result<std::string> { return std::to_string(*item); });
  std::string seen;
  Stage sink = make_sink("sink", second, [&](std::string item) -> Result<void> {
    seen = std::move(item);
    return {};
  });
  step(source);
  CHECK(step(transform) == StepOutcome::progressed);
  CHECK(step(sink) == StepOutcome::progressed);
  CHECK(seen == "5");
}

TEST_CASE("a transform is idle without input and finishes when its input has") {
  Channel<Frame> in(Policy::lossless, 2);
  Channel<Frame> out(Policy::lossless, 2);
  Stage transform = make_transform("transform", in, out, [](Frame frame) -> Result<Frame> { return frame; });
  CHECK(step(transform) == StepOutcome::idle);
  REQUIRE(in.try_send(Frame{4}));
  in.close();
  CHECK(step(transform) == StepOutcome::progressed);
  CHECK_FALSE(out.closed());
  CHECK(step(transform) == StepOutcome::finished);
  CHECK(out.closed());
  CHECK(next_id(out) == 4);
}

TEST_CASE("a sink finishes what it wrote when its input has ended, and that may fail") {
  Channel<Frame> in(Policy::lossless, 2);
  std::vector<FrameId> seen;
  Stage sink = make_sink("sink", in, collect_into(seen), []() -> Result<void> { return failure("disk full"); });
  REQUIRE(in.try_send(Frame{1}));
  in.close();
  CHECK(step(sink) == StepOutcome::progressed);
  const auto end = sink.step();
  REQUIRE_FALSE(end.has_value());
  CHECK(end.error().message == "disk full");
  CHECK(seen == std::vector<FrameId>{1});
  CHECK(sink.over());
}

TEST_CASE("a stage that fails closes what it writes and cancels what it reads") {
  Channel<Frame> in(Policy::lossless, 2);
  Channel<Frame> out(Policy::lossless, 2);
  Stage transform = make_transform("transform", in, out, [](Frame) -> Result<Frame> { return failure("bad frame"); });
  REQUIRE(in.try_send(Frame{0}));
  const auto outcome = transform.step();
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().message == "bad frame");
  CHECK(in.cancelled());
  CHECK(out.closed());
  CHECK(step(transform) == StepOutcome::finished);
}

TEST_CASE("a source that fails leaves what it gave out before to be read") {
  Channel<Frame> channel(Policy::lossless, 4);
  Stage source = make_source("source", channel, [next = 0]() mutable -> Result<Produced<Frame>> {
    if (next == 2) {
      return failure("cut off after two frames");
    }
    return Frame{next++};
  });
  step(source);
  step(source);
  CHECK_FALSE(source.step().has_value());
  CHECK_FALSE(channel.finished());
  CHECK(next_id(channel) == 0);
  CHECK(next_id(channel) == 1);
  CHECK(channel.finished());
}

TEST_CASE("a stage that nobody reads any more ends, and so does what feeds it") {
  Channel<Frame> first(Policy::lossless, 4);
  Channel<Frame> second(Policy::lossless, 4);
  Stage source = make_source("source", first, frames_up_to(1000));
  Stage transform = make_transform("transform", first, second, [](Frame frame) -> Result<Frame> { return frame; });
  step(source);
  second.cancel();
  CHECK(step(transform) == StepOutcome::finished);
  CHECK(first.cancelled());
  CHECK(step(source) == StepOutcome::finished);
}

TEST_CASE("a source ends at its next step after a stop request, its held item sent first") {
  StopRequest stop;
  Channel<Frame> channel(Policy::lossless, 1);
  Stage source = make_source("source", channel, frames_up_to(1000), {.stop = &stop});
  step(source);
  step(source);
  stop.request();
  CHECK(step(source) == StepOutcome::idle);
  CHECK(next_id(channel) == 0);
  CHECK(step(source) == StepOutcome::progressed);
  CHECK(step(source) == StepOutcome::finished);
  CHECK(next_id(channel) == 1);
  CHECK(channel.finished());
}

TEST_CASE("a source that has nothing yet asks to be stepped again, one without a slot waits for its pool") {
  Channel<Frame> channel(Policy::lossless, 1);
  Stage camera = make_source("camera", channel, []() -> Result<Produced<Frame>> { return NotYet{}; });
  CHECK(step(camera) == StepOutcome::idle);
  CHECK(camera.retry_after().has_value());

  const auto pool = FramePool::create(1, 8).value();
  Stage starved =
      make_source("starved", channel, []() -> Result<Produced<Frame>> { return NoSlot{}; }, {.pool = pool.get()});
  const auto ticket = starved.bell().ticket();
  CHECK(step(starved) == StepOutcome::idle);
  CHECK_FALSE(starved.retry_after().has_value());
  CHECK(pool->acquire().has_value());  // and lets it go again
  CHECK(starved.bell().ticket() != ticket);
}

TEST_CASE("drops are counted by their cause") {
  Channel<Frame> channel(Policy::live);
  Stage source = make_source("source", channel, [next = 0]() mutable -> Result<Produced<Frame>> {
    if (next % 4 == 3) {
      ++next;
      return Dropped{};
    }
    return Frame{next++};
  });
  for (int i = 0; i < 8; ++i) {
    step(source);
  }
  const auto summary = source.summary();
  CHECK(summary.out == 6);
  CHECK(summary.drops_by(DropCause::pool_exhausted) == 2);
  CHECK(summary.drops_by(DropCause::replaced) == 5);
  CHECK(next_id(channel) == 6);
}

TEST_CASE("service is the time in the function, wait the time in the queue, and waiting for the world is neither") {
  FakeTime time;
  Channel<Frame> channel(Policy::lossless, 2);
  const StageOptions options{.clock = time.clock()};
  Stage camera = make_source(
      "camera", channel,
      [&](StageRecorder& recorder) -> Result<Produced<Frame>> {
        const bool ready = recorder.waiting([&] {
          time.advance(30ms);
          return true;
        });
        time.advance(2ms);
        return Frame{ready ? 0 : 1};
      },
      options);
  Stage sink = make_sink(
      "sink", channel,
      [&](Frame) -> Result<void> {
        time.advance(7ms);
        return {};
      },
      {}, options);
  step(camera);
  time.advance(1ms);
  step(sink);
  CHECK(camera.summary().service.max == 2ms);
  CHECK(camera.summary().busy == 2ms);
  CHECK(sink.summary().wait.max == 1ms);
  CHECK(sink.summary().service.max == 7ms);
  CHECK(sink.summary().queue_depth_max == 1);
  CHECK(sink.summary().in == 1);
  CHECK(sink.summary().out == 1);
}

TEST_CASE("each step leaves a span with its frame, and details within") {
  FakeTime time;
  Trace trace("test", 8);
  Channel<Frame> channel(Policy::lossless, 2);
  const StageOptions options{.clock = time.clock(), .trace = &trace};
  Stage sink = make_sink(
      "detect", channel,
      [&](Frame frame, StageRecorder& recorder) -> Result<void> {
        const auto start = recorder.now();
        time.advance(3ms);
        recorder.detail("convolution", start, recorder.now(), frame.frame_id);
        time.advance(1ms);
        return {};
      },
      {}, options);
  REQUIRE(channel.try_send(Frame{42}));
  step(sink);
  REQUIRE(trace.rows().size() == 1);
  CHECK(trace.rows()[0].name() == "detect");
  const auto& spans = trace.rows()[0].spans();
  REQUIRE(spans.size() == 2);
  CHECK(spans[0].name == "convolution");
  CHECK(spans[0].kind == Span::Kind::detail);
  CHECK(spans[1].name == "detect");
  CHECK(spans[1].kind == Span::Kind::step);
  CHECK(spans[1].frame == 42);
  CHECK(spans[1].end - spans[1].start == 4ms);
}

TEST_CASE("a stage of two inputs joins them in a step of its own") {
  Channel<Frame> frames(Policy::lossless, 4);
  Channel<std::string> labels(Policy::lossless, 4);
  std::vector<std::string> joined;
  std::optional<Frame> waiting;
  Stage join("join", Ports().reads(frames).reads(labels), [&](StageRecorder& recorder) -> Result<StepOutcome> {
    if (!waiting) {
      waiting = recorder.receive(frames);
    }
    if (!waiting) {
      return frames.finished() ? StepOutcome::finished : StepOutcome::idle;
    }
    const auto label = recorder.receive(labels);
    if (!label) {
      return StepOutcome::idle;
    }
    joined.push_back(recorder.serve(waiting->frame_id, [&] { return *label + std::to_string(waiting->frame_id); }));
    waiting.reset();
    recorder.count_out();
    return StepOutcome::progressed;
  });
  CHECK(step(join) == StepOutcome::idle);
  const auto ticket = join.bell().ticket();
  REQUIRE(frames.try_send(Frame{1}));
  REQUIRE(labels.try_send("a"));
  CHECK(join.bell().ticket() == ticket + 2);
  CHECK(step(join) == StepOutcome::progressed);
  frames.close();
  CHECK(step(join) == StepOutcome::finished);
  CHECK(joined == std::vector<std::string>{"a1"});
  CHECK(labels.cancelled());
  CHECK(join.summary().out == 1);
}

TEST_CASE("frames may be let go after the stages are gone") {
  const auto pool = FramePool::create(1, 8).value();
  Channel<FrameSlot> channel(Policy::lossless, 1);
  {
    Stage source = make_source("source", channel,
                               [&]() -> Result<Produced<FrameSlot>> { return pool->acquire().value_or(FrameSlot()); },
                               {.pool = pool.get()});
    step(source);
  }
  CHECK(channel.try_receive().has_value());  // rings the bell that the stage left behind
  CHECK(pool->free_slots() == 1);
}
