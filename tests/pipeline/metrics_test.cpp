#include "pipeline/metrics.hpp"

#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <thread>
#include <vector>

using brigade::pipeline::Clock;
using brigade::pipeline::DropCause;
using brigade::pipeline::FakeTime;
using brigade::pipeline::Instant;
using brigade::pipeline::slowest;
using brigade::pipeline::StageMetrics;
using brigade::pipeline::StageSummary;
using namespace std::chrono_literals;

TEST_CASE("a summary says what was counted") {
  StageMetrics metrics;
  metrics.begin(Instant(1s));
  metrics.count_in(3, 5ms);
  metrics.count_in(1, 7ms);
  metrics.count_out();
  metrics.count_drop(DropCause::replaced);
  metrics.count_drop(DropCause::pool_exhausted);
  metrics.count_drop(DropCause::pool_exhausted);
  metrics.add_service(100ms);
  metrics.add_service(300ms);
  metrics.add_blocked(50ms);
  metrics.end(Instant(3s));

  const StageSummary summary = metrics.summary("detect", Instant(9s));
  CHECK(summary.name == "detect");
  CHECK(summary.in == 2);
  CHECK(summary.out == 1);
  CHECK(summary.drops_by(DropCause::replaced) == 1);
  CHECK(summary.drops_by(DropCause::pool_exhausted) == 2);
  CHECK(summary.drops_by(DropCause::discarded) == 0);
  CHECK(summary.dropped() == 3);
  CHECK(summary.service.count == 2);
  CHECK(summary.service.max == 300ms);
  CHECK(summary.wait.mean == 6ms);
  CHECK(summary.busy == 400ms);
  CHECK(summary.blocked == 50ms);
  CHECK(summary.elapsed == 2s);
  CHECK(summary.utilisation() == 0.2);
  CHECK(summary.throughput() == 0.5);
  CHECK(summary.queue_depth_mean == 2.0);
  CHECK(summary.queue_depth_max == 3);
}

TEST_CASE("a stage that still runs has come as far as now, one that never ran nowhere") {
  StageMetrics metrics;
  CHECK(metrics.summary("x", Instant(5s)).elapsed == 0s);
  CHECK(metrics.summary("x", Instant(5s)).utilisation() == 0.0);
  CHECK(metrics.summary("x", Instant(5s)).throughput() == 0.0);
  metrics.begin(Instant(2s));
  CHECK(metrics.summary("x", Instant(5s)).elapsed == 3s);
}

TEST_CASE("the slowest stage is the one with the highest utilisation, not the longest service") {
  std::array<StageSummary, 3> stages;
  stages[0] = {.name = "capture", .service = {.p50 = 900ms}, .busy = 1s, .elapsed = 10s};
  stages[1] = {.name = "detect", .busy = 9s, .elapsed = 10s};
  stages[2] = {.name = "render", .busy = 5s, .elapsed = 10s};
  REQUIRE(slowest(stages) != nullptr);
  CHECK(slowest(stages)->name == "detect");
  CHECK(slowest({}) == nullptr);
}

TEST_CASE("metrics can be read while they are written") {
  brigade::tests::require_threads();
  constexpr int kItems = 20000;
  StageMetrics metrics;
  metrics.begin(Instant(0s));
  std::thread stage([&] {
    for (int i = 0; i < kItems; ++i) {
      metrics.count_in(1, 1us);
      metrics.add_service(1ms);
      metrics.count_out();
    }
  });
  std::int64_t last = 0;
  bool grows = true;
  while (last < kItems) {
    const auto now = metrics.summary("x", Instant(1s)).out;
    grows = grows && now >= last;
    last = now;
  }
  stage.join();
  CHECK(grows);
  CHECK(metrics.summary("x", Instant(1s)).busy == kItems * 1ms);
}

TEST_CASE("fake time goes on only when told") {
  FakeTime time;
  const Clock clock = time.clock();
  const Instant start = clock.now();
  CHECK(clock.now() == start);
  time.advance(3ms);
  CHECK(clock.now() - start == 3ms);
}
