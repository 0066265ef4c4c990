#include "stages/detect/detect_step.hpp"

#include "pipeline/frame_pool.hpp"
#include "pipeline/trace.hpp"
#include "stages/capture/open_source.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

using namespace brigade;

namespace {

constexpr int kPerson = 0;

/// A detect stage's step alone, with one frame of the sample and the controls in the hands of the test.
struct Bench {
  stages::LiveControls controls;
  pipeline::Trace trace{"test", 4096};
  pipeline::StageRecorder recorder{"detect", pipeline::Clock(), &trace.add_row("detect")};
  std::unique_ptr<pipeline::FramePool> pool;
  stages::FrameMessage frame;
  stages::DetectStep step;

  explicit Bench(bool with_controls = true) : step(detector(), with_controls ? &controls : nullptr) {
    static_cast<void>(tests::require_cached("sample/vtest.avi"));
    auto source = stages::open_source("sample", {}).value();
    pool = pipeline::FramePool::create(1, source.facts().max_bytes).value();
    pipeline::FrameSlot slot = pool->acquire().value();
    stages::FrameInfo info;
    REQUIRE(source.read(slot.writable(), info).value() == stages::ReadOutcome::frame);
    frame = {.frame_id = 7, .stamp = {}, .layout = info.layout, .slot = std::move(slot), .name = {}};
  }

  static models::Detector detector() {
    static_cast<void>(tests::require_cached("weights/human-models-3.0.4/centernet.json"));
    models::DetectorOptions options;
    options.size = 320;
    options.score = 0.05F;
    return models::Detector::create(options).value();
  }

  std::vector<vision::Detection> detect() {
    const auto message = step(frame, recorder).value();
    const auto found = message.detections.view();
    return {found.begin(), found.end()};
  }

  std::size_t spans() const { return trace.rows().front().spans().size(); }
};

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
