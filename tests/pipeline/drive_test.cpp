#include "pipeline/drive.hpp"

#include "pipeline/adaptors.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

using namespace brigade::pipeline;
using namespace std::chrono_literals;
using brigade::failure;
using brigade::Result;

namespace {

constexpr int kFrames = 300;

struct Frame {
  FrameId frame_id = 0;
  FrameSlot pixels;
};

struct Found {
  FrameId frame_id = 0;
  std::int64_t sum = 0;
};

/// What may go wrong in a Kitchen, and where.
struct Faults {
  int source_fails_at = -1;
  int transform_fails_at = -1;
  int sink_fails_at = -1;
};

/// A pipeline in the shape of the product's: frames go to a transform (every `every`-th) and to a join, which draws
/// the transform's latest result on them.
///
///     source -> transform -> join
///         \________________/
struct Kitchen {  // NOLINT(clang-analyzer-optin.performance.Padding): in the order of construction
  explicit Kitchen(Policy policy, Faults faults = {}, int every = 1, int frames = kFrames)
      : to_transform(policy, 2), to_join(policy, 4), found(policy, 2) {
    stages.push_back(source(faults, every, frames));
    stages.push_back(make_transform("transform", to_transform, found, [faults](const Frame& frame) -> Result<Found> {
      if (frame.frame_id == faults.transform_fails_at) {
        return failure("transform broke at {}", frame.frame_id);
      }
      return Found{.frame_id = frame.frame_id, .sum = frame.pixels.bytes()[0] * std::int64_t{3}};
    }));
    stages.push_back(join(faults, every));
  }

  Stage source(Faults faults, int every, int frames) {
    const auto wanted = [every](const Frame& frame) { return frame.frame_id % every == 0; };
    return make_source("source", Outlet<Frame>(to_join).also(to_transform, wanted),
                       [this, next = 0, faults, frames]() mutable -> Result<Produced<Frame>> {
                         if (next == faults.source_fails_at) {
                           return failure("source broke at {}", next);
                         }
                         if (next == frames) {
                           return EndOfStream{};
                         }
                         auto slot = pool->acquire();
                         if (!slot) {
                           return NoSlot{};
                         }
                         slot->writable()[0] = static_cast<std::uint8_t>(next % 100);
                         return Frame{.frame_id = next++, .pixels = *std::move(slot)};
                       },
                       {.stop = &stop, .pool = pool.get()});
  }

  /// Lossless: frame i is joined with the result of the last frame before it that was transformed.
  Stage join(Faults faults, int every) {
    return {"join", Ports().reads(to_join).reads(found),
            [this, faults, every, frame = std::optional<Frame>(),
             latest = Found{.frame_id = -1}](StageRecorder& recorder) mutable -> Result<StepOutcome> {
              if (!frame) {
                frame = recorder.receive(to_join);
              }
              if (!frame) {
                return to_join.finished() ? StepOutcome::finished : StepOutcome::idle;
              }
              if (latest.frame_id < frame->frame_id / every * every) {
                if (auto next = recorder.receive(found)) {
                  latest = *next;
                  return StepOutcome::progressed;
                }
                if (!found.finished()) {
                  return StepOutcome::idle;
                }
              }
              if (frame->frame_id == faults.sink_fails_at) {
                return failure("join broke at {}", frame->frame_id);
              }
              recorder.serve(frame->frame_id, [&] {
                joined.push_back(latest.sum + frame->pixels.bytes()[0]);
                return 0;
              });
              recorder.count_out();
              frame.reset();
              return StepOutcome::progressed;
            }};
  }

  std::unique_ptr<FramePool> pool = FramePool::create(8, 16).value();
  Channel<Frame> to_transform;
  Channel<Frame> to_join;
  Channel<Found> found;
  StopRequest stop;
  std::vector<std::int64_t> joined;
  std::vector<Stage> stages;
};

/// Steps all stages round robin as an event loop would, each until it is idle.
Result<void> run_as_event_loop(std::vector<Stage>& stages) {
  std::size_t over = 0;
  while (over < stages.size()) {
    over = 0;
    for (Stage& stage : stages) {
      const auto outcome = step_until_idle(stage, 3);
      if (!outcome) {
        return tl::unexpected(outcome.error());
      }
      over += *outcome == StepOutcome::finished ? 1 : 0;
    }
  }
  return {};
}

std::vector<std::int64_t> expected_joins(int every) {
  std::vector<std::int64_t> joins;
  joins.reserve(kFrames);
  for (int i = 0; i < kFrames; ++i) {
    joins.push_back(i / every * every % 100 * 3 + i % 100);
  }
  return joins;
}

}  // namespace

TEST_CASE("threads, an event loop and a single thread give the same result") {
  brigade::tests::require_threads();
  for (const int every : {1, 3}) {
    Kitchen threaded(Policy::lossless, {}, every);
    Kitchen looped(Policy::lossless, {}, every);
    Kitchen sequential(Policy::lossless, {}, every);
    REQUIRE(run_threads(threaded.stages).has_value());
    REQUIRE(run_as_event_loop(looped.stages).has_value());
    REQUIRE(run_sequential(sequential.stages).has_value());
    CHECK(threaded.joined == expected_joins(every));
    CHECK(looped.joined == expected_joins(every));
    CHECK(sequential.joined == expected_joins(every));
    CHECK(threaded.pool->free_slots() == 8);
  }
}

TEST_CASE("in a lossless run every stage counts every item and drops none") {
  brigade::tests::require_threads();
  Kitchen kitchen(Policy::lossless);
  REQUIRE(run_threads(kitchen.stages).has_value());
  const auto all = summaries(kitchen.stages);
  REQUIRE(all.size() == 3);
  CHECK(all[0].out == kFrames);
  CHECK(all[1].in == kFrames);
  CHECK(all[1].out == kFrames);
  CHECK(all[2].in == std::int64_t{2} * kFrames);
  CHECK(all[2].out == kFrames);
  for (const StageSummary& summary : all) {
    CHECK(summary.dropped() == 0);
    CHECK(summary.service.count == kFrames);
  }
}

TEST_CASE("in a live run each item is received or counted as dropped") {
  brigade::tests::require_threads();
  Kitchen kitchen(Policy::live, {}, 1, 5000);
  REQUIRE(run_threads(kitchen.stages).has_value());
  const auto source = kitchen.stages[0].summary();
  CHECK(source.drops_by(DropCause::replaced) ==
        kitchen.to_join.dropped() + kitchen.to_transform.dropped() - source.drops_by(DropCause::discarded));
  CHECK(kitchen.to_transform.sent() == source.out);
  CHECK(kitchen.to_transform.sent() == kitchen.to_transform.received() + kitchen.to_transform.dropped());
  CHECK(kitchen.to_join.sent() == kitchen.to_join.received() + kitchen.to_join.dropped());
}

TEST_CASE("a source's error is reported after everything before it has been drained") {
  for (const bool threads : brigade::tests::with_and_without_threads()) {
    Kitchen kitchen(Policy::lossless, {.source_fails_at = 50});
    const auto result = threads ? run_threads(kitchen.stages) : run_sequential(kitchen.stages);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().message == "source broke at 50");
    CHECK(kitchen.joined.size() == 50);
  }
}

TEST_CASE("an error downstream ends everything upstream") {
  for (const bool threads : brigade::tests::with_and_without_threads()) {
    for (const Faults faults : {Faults{.transform_fails_at = 20}, Faults{.sink_fails_at = 20}}) {
      Kitchen kitchen(Policy::lossless, faults, 1, 1 << 30);
      const auto result = threads ? run_threads(kitchen.stages) : run_sequential(kitchen.stages);
      REQUIRE_FALSE(result.has_value());
      CHECK(result.error().message.ends_with("broke at 20"));
      CHECK(kitchen.joined.size() >= 20);
    }
  }
}

TEST_CASE("of several errors the one that came first is returned") {
  for (const bool threads : brigade::tests::with_and_without_threads()) {
    Channel<int> channel(Policy::lossless, 1);
    std::vector<Stage> stages;
    stages.push_back(make_source("source", channel, [sent = false]() mutable -> Result<Produced<int>> {
      if (std::exchange(sent, true)) {
        return failure("first");
      }
      return 1;
    }));
    // the sink fails only when the drained channel ends, which is after the source has failed
    stages.push_back(make_sink(
        "sink", channel, [](int) -> Result<void> { return {}; }, []() -> Result<void> { return failure("second"); }));
    const auto result = threads ? run_threads(stages) : run_sequential(stages);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().message == "first");
  }
}

TEST_CASE("a stop request drains what was captured and is no error") {
  for (const bool threads : brigade::tests::with_and_without_threads()) {
    Kitchen kitchen(Policy::lossless, {}, 1, 1 << 30);
    // the observer is called on the driving thread while the pipeline runs
    int looks = 0;
    const Observer observer{.look =
                                [&] {
                                  ++looks;
                                  kitchen.stop.request();
                                },
                            .interval = 1ms};
    REQUIRE((threads ? run_threads(kitchen.stages, observer) : run_sequential(kitchen.stages, observer)).has_value());
    CHECK(looks >= 1);
    CHECK(static_cast<std::int64_t>(kitchen.joined.size()) == kitchen.stages[0].summary().out);
    CHECK(kitchen.pool->free_slots() == 8);
  }
}

namespace {
StopRequest stop_by_signal;
extern "C" void request_stop(int) { stop_by_signal.request(); }
}  // namespace

TEST_CASE("a signal handler may request the stop") {
  brigade::tests::require_threads();
  Channel<int> channel(Policy::lossless, 2);
  std::vector<Stage> stages;
  stages.push_back(make_source("source", channel,
                               [next = 0]() mutable -> Result<Produced<int>> {
                                 if (next == 10) {
                                   std::raise(SIGUSR1);
                                 }
                                 return next++;
                               },
                               {.stop = &stop_by_signal}));
  int seen = 0;
  stages.push_back(make_sink("sink", channel, [&](int) -> Result<void> {
    ++seen;
    return {};
  }));
  const auto previous = std::signal(SIGUSR1, request_stop);
  const auto result = run_threads(stages);
  std::signal(SIGUSR1, previous);
  REQUIRE(result.has_value());
  CHECK(seen == 11);
}

TEST_CASE("a source that has nothing yet is asked again, threaded and sequentially") {
  for (const bool threads : brigade::tests::with_and_without_threads()) {
    Channel<int> channel(Policy::lossless, 2);
    std::vector<Stage> stages;
    stages.push_back(make_source("camera", channel, [asked = 0]() mutable -> Result<Produced<int>> {
      switch (asked++) {
        case 0:
        case 2:
          return NotYet{};
        case 1:
          return 7;
        default:
          return EndOfStream{};
      }
    }));
    std::vector<int> seen;
    stages.push_back(make_sink("sink", channel, [&](int item) -> Result<void> {
      seen.push_back(item);
      return {};
    }));
    REQUIRE((threads ? run_threads(stages) : run_sequential(stages)).has_value());
    CHECK(seen == std::vector<int>{7});
  }
}

TEST_CASE("stages that wait for each other in a single thread are an error, not a hang") {
  Channel<FrameSlot> channel(Policy::lossless, 4);
  const auto pool = FramePool::create(2, 8).value();
  std::vector<FrameSlot> hoard;
  std::vector<Stage> stages;
  stages.push_back(make_source("source", channel,
                               [&]() -> Result<Produced<FrameSlot>> {
                                 auto slot = pool->acquire();
                                 return slot ? Produced<FrameSlot>(*std::move(slot)) : NoSlot{};
                               },
                               {.pool = pool.get()}));
  stages.push_back(make_sink("hoarder", channel, [&](FrameSlot slot) -> Result<void> {
    hoard.push_back(std::move(slot));
    return {};
  }));
  const auto result = run_sequential(stages);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().message.find("source, hoarder") != std::string::npos);
}

TEST_CASE("metrics may be read by another thread during the run") {
  brigade::tests::require_threads();
  Kitchen kitchen(Policy::lossless, {}, 1, 20000);
  std::int64_t last = 0;
  bool grows = true;
  const Observer observer{.look =
                              [&] {
                                const auto out = summaries(kitchen.stages)[2].out;
                                grows = grows && out >= last;
                                last = out;
                              },
                          .interval = 100us};
  REQUIRE(run_threads(kitchen.stages, observer).has_value());
  CHECK(grows);
  CHECK(last > 0);
}

TEST_CASE("no stages, no work") {
  CHECK(run_threads({}).has_value());
  CHECK(run_sequential({}).has_value());
}
