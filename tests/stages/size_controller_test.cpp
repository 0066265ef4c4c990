#include "stages/detect/size_controller.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <functional>
#include <random>
#include <vector>

using namespace brigade;
using namespace std::chrono_literals;
using pipeline::Duration;
using stages::RateWish;
using stages::SizeController;
using stages::SizeDecision;
using stages::SizeReason;

namespace {

/// How long a detection of this size takes on a made-up machine.
using Machine = std::function<Duration(int size)>;

// Time that grows with the pixels.
Machine machine(Duration at_512) {
  return [at_512](int size) { return at_512 * size * size / (512 * 512); };
}

/// A controller on a made-up machine, in made-up time.
struct Run {
  explicit Run(const RateWish& wish) : controller(wish, wish.most) {}

  // Detects for some time, one detection after another; the decisions that come of it.
  std::vector<SizeDecision> detect_for(Duration time, const Machine& machine) {
    std::vector<SizeDecision> decisions;
    for (const auto end = now + time; now < end;) {
      const Duration took = machine(controller.size());
      now += took;
      if (const auto decision = controller.update(now, took)) {
        decisions.push_back(*decision);
      }
    }
    return decisions;
  }

  SizeController controller;
  pipeline::Instant now{};
};

}  // namespace

TEST_CASE("a rate that the largest size holds is left alone") {
  Run run({.per_second = 15});
  CHECK(run.detect_for(60s, machine(60ms)).empty());
  CHECK(run.controller.size() == 512);
}

TEST_CASE("a size that is too slow is left within seconds, at once for the one that fits") {
  Run run({.per_second = 15});
  const auto decisions = run.detect_for(60s, machine(100ms));
  REQUIRE(decisions.size() == 1);
  CHECK(decisions[0].from == 512);
  CHECK(decisions[0].to == 384);  // 56 ms of the 67 that there are; 416 would take 66
  CHECK(decisions[0].reason == SizeReason::too_slow);
  CHECK(decisions[0].took == 100ms);
  CHECK(decisions[0].expected == 56'250us);
  Run early({.per_second = 15});
  CHECK(early.detect_for(2s, machine(100ms)).size() == 1);
}

TEST_CASE("where time does not shrink with the pixels, the size goes down until the rate is held") {
  Run run({.per_second = 15});
  const auto heavy = [](int size) { return 40ms + machine(60ms)(size); };
  const auto decisions = run.detect_for(60s, heavy);
  CHECK(decisions.size() >= 2);
  CHECK(heavy(run.controller.size()) <= 66'667us);
  CHECK(heavy(run.controller.size() + 32) > 56ms);
}

TEST_CASE("a rate out of reach ends at the least size, and that is said once") {
  Run run({.per_second = 30, .least = 256});
  const auto decisions = run.detect_for(120s, machine(400ms));
  REQUIRE(decisions.size() == 2);
  CHECK(decisions[0].to == 256);
  CHECK(decisions[1].reason == SizeReason::out_of_reach);
  CHECK(decisions[1].from == 256);
  CHECK(decisions[1].to == 256);
}

TEST_CASE("when the machine has time again, the size grows back, but not at once") {
  Run run({.per_second = 15});
  REQUIRE(run.detect_for(10s, machine(100ms)).size() == 1);
  CHECK(run.detect_for(2s, machine(50ms)).empty());
  const auto decisions = run.detect_for(10s, machine(50ms));
  REQUIRE(decisions.size() == 1);
  CHECK(decisions[0].to == 512);
  CHECK(decisions[0].reason == SizeReason::room);
}

TEST_CASE("one slow detection, or a few, change nothing") {
  Run run({.per_second = 15});
  int detections = 0;
  const auto hiccups = [&](int size) { return machine(++detections % 5 == 0 ? 300ms : 60ms)(size); };
  CHECK(run.detect_for(60s, hiccups).empty());
}

TEST_CASE("times that scatter by a tenth do not make the size come and go") {
  std::mt19937 random(5);
  std::uniform_int_distribution<int> percent(90, 110);
  for (const Duration at_512 : {64ms, 70ms, 80ms, 100ms, 125ms, 160ms}) {
    INFO(at_512.count());
    Run run({.per_second = 15});
    const auto scattered = [&](int size) { return machine(at_512)(size) * percent(random) / 100; };
    CHECK(run.detect_for(600s, scattered).size() <= 2);
    CHECK(machine(at_512)(run.controller.size()) <= 67ms);
  }
}

TEST_CASE("a larger size that the machine never holds is tried more and more seldom") {
  Run run({.per_second = 15});
  // Expected to take 46 ms at 448, it takes 100: no cost model would know.
  const auto cliff = [](int size) { return size > 384 ? Duration(100ms) : machine(60ms)(size); };
  const auto first = run.detect_for(60s, cliff).size();
  const auto tenth_minute = [&] {
    static_cast<void>(run.detect_for(500s, cliff));
    return run.detect_for(60s, cliff).size();
  }();
  CHECK(first <= 10);
  CHECK(tenth_minute <= 2);
}

TEST_CASE("sizes stay between the least and the most, in steps of 32") {
  for (const Duration at_512 : {1ms, 30ms, 77ms, 150ms, 900ms}) {
    Run run({.per_second = 12, .least = 192, .most = 416});
    for (const SizeDecision& decision : run.detect_for(100s, machine(at_512))) {
      CHECK(decision.to >= 192);
      CHECK(decision.to <= 416);
      CHECK(decision.to % 32 == 0);
    }
  }
  Run fixed({.per_second = 30, .least = 320, .most = 320});
  const auto decisions = fixed.detect_for(20s, machine(500ms));
  REQUIRE(decisions.size() == 1);
  CHECK(decisions[0].reason == SizeReason::out_of_reach);
}
