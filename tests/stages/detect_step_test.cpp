#include "stages/detect/detect_step.hpp"

#include "pipeline/frame_pool.hpp"
#include "pipeline/trace.hpp"
#include "stages/capture/open_source.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

using namespace brigade;

namespace {

constexpr int kPerson = 0;

/// A detect stage's step alone, with one frame of the sample and the controls in the hands of the test.
struct Bench {
  stages::LiveControls controls;
  pipeline::Trace trace{"test", 4096};
  pipeline::StageRecorder recorder;
  std::unique_ptr<pipeline::FramePool> pool;
  stages::FrameMessage frame;
  stages::DetectStep step;

  explicit Bench(bool with_controls = true) : Bench(pipeline::Clock(), with_controls, std::nullopt) {}

  Bench(pipeline::Clock clock, bool with_controls, std::optional<stages::RateHolding> hold)
      : recorder("detect", clock, &trace.add_row("detect")),
        step(detector(), {.controls = with_controls ? &controls : nullptr, .hold = std::move(hold)}) {
    static_cast<void>(tests::require_cached("sample/vtest.avi"));
    auto source = stages::open_source("sample", {}).value();
    pool = pipeline::FramePool::create(1, source.facts().max_bytes).value();
    pipeline::FrameSlot slot = pool->acquire().value();
    stages::FrameInfo info;
    REQUIRE(source.read(slot.writable(), info).value() == stages::ReadOutcome::frame);
    frame = {.frame_id = 7, .stamp = {}, .layout = info.layout, .slot = std::move(slot), .name = {}};
  }

  static models::DetectorOptions detector_options() {
    static_cast<void>(tests::require_cached("weights/human-models-3.0.4/centernet.json"));
    models::DetectorOptions options;
    options.size = 320;
    options.score = 0.05F;
    return options;
  }

  static models::Detector detector() { return models::Detector::create(detector_options()).value(); }

  std::vector<vision::Detection> detect() {
    const auto message = step(frame, recorder).value();
    const auto found = message.detections.view();
    return {found.begin(), found.end()};
  }

  std::size_t spans() const { return trace.rows().front().spans().size(); }
};

/// A clock on which a tenth of a second passes from one look to the next.
struct SlowMachine {
  pipeline::FakeTime time;

  [[nodiscard]] pipeline::Clock clock() { return {look, this}; }

  static pipeline::Instant look(const void* context) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): clocks are read through pointers to const
    auto& machine = *const_cast<SlowMachine*>(static_cast<const SlowMachine*>(context));
    machine.time.advance(std::chrono::milliseconds(100));
    return machine.time.clock().now();
  }
};

/// Detects until a change of size is told, so many times at most.
std::optional<stages::SizeChange> change_within(Bench& bench, int detections) {
  for (int i = 0; i < detections; ++i) {
    static_cast<void>(bench.detect());
    if (const auto change = bench.controls.size_changes.try_pop()) {
      return change;
    }
  }
  return std::nullopt;
}

std::ptrdiff_t persons(const std::vector<vision::Detection>& found) {
  return std::ranges::count(found, kPerson, &vision::Detection::category);
}

}  // namespace

TEST_CASE("score and categories hold from the frame after they were changed") {
  Bench bench;
  const auto everything = bench.detect();
  REQUIRE(persons(everything) > 0);
  REQUIRE(persons(everything) < std::ssize(everything));

  stages::DetectSettings settings{.score = 0.05F};
  settings.categories.assign(std::vector{kPerson});
  bench.controls.detect.put(settings);
  const auto only_persons = bench.detect();
  CHECK(persons(only_persons) == std::ssize(only_persons));
  // All persons found before, in the same order, and those for whom there was no room beside other things.
  auto persons_before = everything;
  std::erase_if(persons_before, [](const auto& detection) { return detection.category != kPerson; });
  REQUIRE(only_persons.size() >= persons_before.size());
  CHECK(std::ranges::equal(persons_before, std::span(only_persons).first(persons_before.size())));
  CHECK(bench.detect() == only_persons);

  const float score = only_persons.front().score - 0.01F;
  bench.controls.detect.put({.score = score});
  const auto best = bench.detect();
  CHECK_FALSE(best.empty());
  CHECK(best.size() < everything.size());
  CHECK(std::ranges::all_of(best, [&](const auto& detection) { return detection.score >= score; }));

  bench.controls.detect.put({.score = 0.05F});
  CHECK(bench.detect() == everything);
}

TEST_CASE("a heat map comes with every frame, while one is asked for") {
  Bench bench;
  bench.detect();
  CHECK(bench.controls.heat_maps.empty());
  bench.controls.detect.put({.score = 0.3F, .heat_category = kPerson});
  for (int i = 0; i < 2; ++i) {
    bench.detect();
    const auto map = bench.controls.heat_maps.take();
    REQUIRE(map.has_value());
    CHECK(map->category == kPerson);
    CHECK(map->width == 80);
    CHECK(*std::ranges::max_element(map->scores) > 100);
  }
  bench.controls.detect.put({.score = 0.3F});
  bench.detect();
  CHECK(bench.controls.heat_maps.empty());
}

TEST_CASE("a step without controls detects as it was made to") {
  Bench with;
  Bench without(false);
  with.controls.detect.put({.score = 0.9F});
  without.controls.detect.put({.score = 0.9F});
  CHECK(without.detect().size() > with.detect().size());
}

TEST_CASE("settings that the model cannot take end the stage with what is wrong") {
  Bench bench;
  bench.controls.detect.put({.score = 2});
  const auto outcome = bench.step(bench.frame, bench.recorder);
  REQUIRE_FALSE(outcome.has_value());
  CHECK_THAT(outcome.error().message, Catch::Matchers::ContainsSubstring("between 0 and 1"));
}

TEST_CASE("operators are recorded while recording is on, and detections are the same either way") {
  Bench bench;
  const auto traced = bench.detect();
  const std::size_t spans = bench.spans();
  CHECK(spans > 50);
  bench.trace.stop();
  CHECK(bench.detect() == traced);
  CHECK(bench.spans() == spans);
  bench.trace.start();
  bench.detect();
  CHECK(bench.spans() == spans);
}

TEST_CASE("to hold a rate the step goes on with a smaller input, and says what it did and why") {
  SlowMachine machine;
  const auto hold = stages::hold_rate(9.0, Bench::detector_options()).value();
  Bench bench(machine.clock(), true, hold);
  const auto change = change_within(bench, 50);
  REQUIRE(change);
  CHECK(change->frame_id == 7);
  CHECK(change->decision.from == 320);
  CHECK(change->decision.to < 320);
  CHECK(change->decision.reason == stages::SizeReason::too_slow);
  CHECK(change->planning > pipeline::Duration::zero());
  CHECK_FALSE(bench.detect().empty());
}

TEST_CASE("score and classes that were asked for last hold for every size") {
  SlowMachine machine;
  const auto hold = stages::hold_rate(9.0, Bench::detector_options()).value();
  Bench bench(machine.clock(), true, hold);
  const std::vector persons_only{kPerson};
  stages::change(bench.controls, {.score = 0.3F, .categories = persons_only});
  REQUIRE(change_within(bench, 50));
  const auto found = bench.detect();
  CHECK(persons(found) == std::ssize(found));
}

TEST_CASE("a trace names operators and plans also of networks that are gone") {
  SlowMachine machine;
  const auto hold = stages::hold_rate(9.0, Bench::detector_options()).value();
  Bench bench(machine.clock(), true, hold);
  const auto change = change_within(bench, 50);
  REQUIRE(change);
  static_cast<void>(bench.detect());
  const std::string plan = "plan " + std::to_string(change->decision.to) + " px";
  int plans = 0;
  for (const auto& span : bench.trace.rows().front().spans()) {
    CHECK(std::ranges::all_of(span.name, [](char letter) { return letter >= ' ' && letter <= '~'; }));
    plans += span.name == plan ? 1 : 0;
  }
  CHECK(plans == 1);
}

TEST_CASE("a plan that fails ends the stage with its reason") {
  SlowMachine machine;
  auto hold = stages::hold_rate(9.0, Bench::detector_options()).value();
  hold.plan = [](int) -> Result<models::Detector> { return failure("there is no memory left"); };
  Bench bench(machine.clock(), true, hold);
  Result<stages::DetectionsMessage> outcome = bench.step(bench.frame, bench.recorder);
  for (int i = 0; i < 50 && outcome; ++i) {
    outcome = bench.step(bench.frame, bench.recorder);
  }
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().message == "there is no memory left");
}

TEST_CASE("rates that are none are refused") {
  for (const double rate : {0.0, -3.0, 1e9}) {
    CHECK_FALSE(stages::hold_rate(rate, {.model = "centernet"}).has_value());
  }
  const auto wish = stages::hold_rate(10, {.model = "centernet", .size = 160}).value().wish;
  CHECK(wish.least == 160);
  CHECK(wish.most == 160);
  CHECK(stages::hold_rate(10, {.model = "centernet"}).value().wish.most == 512);
}
