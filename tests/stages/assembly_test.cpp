#include "stages/assembly.hpp"

#include "stages/capture/open_source.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace brigade;
using pipeline::Policy;
using stages::Mode;

namespace {

struct Shown {
  pipeline::FrameId frame;
  std::vector<vision::TrackedObject> tracks;

  friend bool operator==(const Shown&, const Shown&) = default;
};

// Small enough to be quick under every sanitizer, large enough to find the persons of the sample.
models::Detector small_detector() {
  static_cast<void>(tests::require_cached("weights/human-models-3.0.4/centernet.json"));
  models::DetectorOptions options;
  options.size = 192;
  options.score = 0.1F;
  return models::Detector::create(options).value();
}

stages::FrameSource sample(std::int64_t frames) {
  static_cast<void>(tests::require_cached("sample/vtest.avi"));
  stages::SourceOptions options;
  options.frames = frames;
  return stages::open_source("sample", options).value();
}

// A source of a synthetic scene whose frame of the given number has no extent, which no detector can search.
stages::FrameSource source_with_empty_frame(std::int64_t number) {
  auto scene = stages::synthetic_source({.width = 64, .height = 64, .frames = 1000}).value();
  auto facts = scene.facts();
  auto shared = std::make_shared<stages::FrameSource>(std::move(scene));
  return {facts,
          [shared, number, next = std::int64_t{0}](std::span<std::uint8_t> target, stages::FrameInfo& info) mutable {
            auto outcome = shared->read(target, info);
            if (next++ == number) {
              info.layout.width = 0;
            }
            return outcome;
          }};
}

// A source of a synthetic scene that ends in an error after some frames.
stages::FrameSource failing_source(std::int64_t frames) {
  auto scene = stages::synthetic_source({.width = 64, .height = 64, .frames = frames}).value();
  auto facts = scene.facts();
  auto shared = std::make_shared<stages::FrameSource>(std::move(scene));
  return {facts, [shared](std::span<std::uint8_t> target, stages::FrameInfo& info) -> Result<stages::ReadOutcome> {
            const auto outcome = shared->read(target, info);
            return *outcome == stages::ReadOutcome::end ? Result<stages::ReadOutcome>(failure("the tape is torn"))
                                                        : outcome;
          }};
}

stages::Present collect(std::vector<Shown>& shown) {
  return [&shown](const stages::PresentedFrame& frame) -> Result<void> {
    shown.push_back({frame.frame_id, {frame.tracks.begin(), frame.tracks.end()}});
    return {};
  };
}

std::vector<models::Detector> small_detectors(int count) {
  std::vector<models::Detector> detectors;
  for (int i = 0; i < count; ++i) {
    detectors.push_back(small_detector());
  }
  return detectors;
}

std::unique_ptr<stages::Assembly> assemble(stages::FrameSource source, stages::Present present,
                                           const stages::AssemblyOptions& options, int detectors = 1) {
  return stages::Assembly::create(std::move(source), small_detectors(detectors),
                                  stages::Tracker(stages::options_for_score(0.3F)), std::move(present), options)
      .value();
}

std::vector<Shown> run_sample(Mode mode, int every = 1, bool camera_motion = false, int detectors = 1) {
  std::vector<Shown> shown;
  REQUIRE(assemble(sample(30), collect(shown), {.every = every, .camera_motion = camera_motion}, detectors)->run(mode));
  return shown;
}

std::size_t tracks_in(const std::vector<Shown>& shown) {
  std::size_t count = 0;
  for (const auto& frame : shown) {
    count += frame.tracks.size();
  }
  return count;
}

}  // namespace

TEST_CASE("stages side by side and stages taking turns show the same tracks, bit by bit") {
  const auto pipelined = run_sample(Mode::pipelined);
  CHECK(pipelined.size() == 30);
  CHECK(tracks_in(pipelined) > 30);
  CHECK(pipelined == run_sample(Mode::sequential));
  CHECK(pipelined == run_sample(Mode::pipelined));
}

TEST_CASE("detecting in every third frame still shows tracks in all of them, the same in every mode") {
  const auto shown = run_sample(Mode::pipelined, 3);
  CHECK(shown.size() == 30);
  CHECK(shown.back().tracks.size() >= 2);
  CHECK(shown == run_sample(Mode::sequential, 3));
}

TEST_CASE("detectors side by side show the same tracks as one, bit by bit, in every mode") {
  const int detectors = GENERATE(2, 3);
  const int every = GENERATE(1, 3);
  const auto expected = run_sample(Mode::sequential, every);
  CHECK(expected == run_sample(Mode::pipelined, every, false, detectors));
  CHECK(expected == run_sample(Mode::pipelined, every, true, detectors));
  CHECK(expected == run_sample(Mode::sequential, every, true, detectors));
}

TEST_CASE("detectors side by side share the frames evenly, and their queues are drained at the end") {
  std::vector<Shown> shown;
  auto source = stages::synthetic_source({.width = 64, .height = 48, .frames = 50}).value();
  auto assembly = assemble(std::move(source), collect(shown), {}, 3);
  REQUIRE(assembly->run(Mode::pipelined));
  CHECK(shown.size() == 50);
  const auto stages = assembly->summaries();
  REQUIRE(stages.size() == 6);
  CHECK(stages[1].name == "detect 1");
  CHECK(stages[1].out == 17);
  CHECK(stages[2].out == 17);
  CHECK(stages[3].name == "detect 3");
  CHECK(stages[3].out == 16);
  CHECK(stages[4].out == 50);
  for (const stages::QueueSummary& queue : assembly->queues()) {
    INFO(queue.from << " to " << queue.to);
    CHECK(queue.sent == queue.received);
    CHECK(queue.dropped == 0);
  }
}

TEST_CASE("seldom detected frames neither stop the pipeline nor lose one, however many detectors there are") {
  const int every = GENERATE(7, 100);
  const int detectors = GENERATE(1, 3);
  std::vector<Shown> shown;
  auto source = stages::synthetic_source({.width = 64, .height = 48, .frames = 150}).value();
  REQUIRE(assemble(std::move(source), collect(shown), {.every = every}, detectors)->run(Mode::pipelined));
  CHECK(shown.size() == 150);
}

TEST_CASE("an error in one of several detectors ends the run, after all frames before have been shown in order") {
  const Mode mode = GENERATE(Mode::pipelined, Mode::sequential);
  const int detectors = GENERATE(1, 2, 3);
  std::vector<Shown> shown;
  const auto outcome = assemble(source_with_empty_frame(20), collect(shown), {}, detectors)->run(mode);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().message.starts_with("an image of 0x64 pixels"));
  CHECK(shown.size() == 20);
}

TEST_CASE("several detectors are refused live, and where settings may change") {
  const auto refused = [](const stages::AssemblyOptions& options, int detectors) {
    std::vector<Shown> shown;
    auto source = stages::synthetic_source({.width = 64, .height = 48, .frames = 5}).value();
    return stages::Assembly::create(std::move(source), small_detectors(detectors),
                                    stages::Tracker(stages::options_for_score(0.3F)), collect(shown), options)
        .error()
        .message;
  };
  stages::LiveControls controls;
  CHECK(refused({.policy = Policy::live}, 2).starts_with("2 detectors side by side"));
  CHECK(refused({.controls = &controls}, 2).starts_with("2 detectors side by side"));
  CHECK(refused({}, 0).starts_with("no detector"));
}

TEST_CASE("a camera that stands still changes no track, whether it is watched or not") {
  CHECK(run_sample(Mode::pipelined) == run_sample(Mode::pipelined, 1, true));
  CHECK(run_sample(Mode::sequential, 3) == run_sample(Mode::sequential, 3, true));
}

TEST_CASE("watching the camera's motion, every frame is shown, and live what is not has been counted") {
  const Policy policy = GENERATE(Policy::lossless, Policy::live);
  std::vector<Shown> shown;
  auto source = stages::synthetic_source({.width = 320, .height = 240, .frames = 60}).value();
  auto assembly = assemble(std::move(source), collect(shown), {.policy = policy, .camera_motion = true});
  REQUIRE(assembly->run(Mode::pipelined));
  const auto stages = assembly->summaries();
  CHECK(stages.front().out == 60);
  CHECK(std::ssize(shown) == stages.back().out);
  CHECK(shown.back().frame == 59);
  CHECK((policy == Policy::live || shown.size() == 60));
}

TEST_CASE("lossless, every frame is shown once and in order") {
  const Mode mode = GENERATE(Mode::pipelined, Mode::sequential);
  std::vector<Shown> shown;
  auto source = stages::synthetic_source({.width = 64, .height = 48, .frames = 50}).value();
  auto assembly = assemble(std::move(source), collect(shown), {});
  REQUIRE(assembly->run(mode));
  REQUIRE(shown.size() == 50);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    CHECK(shown[i].frame == static_cast<pipeline::FrameId>(i));
  }
  for (const auto& stage : assembly->summaries()) {
    CHECK(stage.out == 50);
    CHECK(stage.dropped() == 0);
  }
  CHECK(assembly->ages().latency.count() == 50);
}

TEST_CASE("live, what is not shown has been counted as dropped") {
  std::vector<Shown> shown;
  auto source = stages::synthetic_source({.width = 64, .height = 48, .frames = 300}).value();
  auto assembly = assemble(std::move(source), collect(shown), {.policy = Policy::live});
  REQUIRE(assembly->run(Mode::pipelined));
  const auto stages = assembly->summaries();
  const auto& [capture, detect, track, render] = std::tie(stages[0], stages[1], stages[2], stages[3]);
  CHECK(capture.out == 300);
  CHECK(static_cast<std::int64_t>(shown.size()) == render.out);
  // Two mailboxes: each frame is lost at most once in either. The last one may lie there for a detection that nobody
  // waits for any more, because everything has been shown.
  const std::int64_t unread = (300 - detect.in) + (300 - render.out);
  CHECK((capture.dropped() == unread || capture.dropped() == unread - 1));
  CHECK(track.in <= detect.in);
  CHECK(shown.back().frame == 299);
  CHECK(std::ranges::adjacent_find(shown, std::ranges::greater_equal{}, &Shown::frame) == shown.end());
}

TEST_CASE("an error of the source comes after everything before it has been shown") {
  const Mode mode = GENERATE(Mode::pipelined, Mode::sequential);
  const int detectors = GENERATE(1, 3);
  std::vector<Shown> shown;
  const auto outcome = assemble(failing_source(20), collect(shown), {}, detectors)->run(mode);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().message == "the tape is torn");
  CHECK(shown.size() == 20);
}

TEST_CASE("an error while a frame is shown ends the run") {
  const Mode mode = GENERATE(Mode::pipelined, Mode::sequential);
  const int detectors = GENERATE(1, 3);
  int shown = 0;
  const auto present = [&shown](const stages::PresentedFrame&) -> Result<void> {
    return ++shown == 5 ? Result<void>(failure("the disk is full")) : Result<void>();
  };
  auto source = stages::synthetic_source({.width = 64, .height = 48, .frames = 100'000}).value();
  const auto outcome = assemble(std::move(source), present, {}, detectors)->run(mode);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().message == "the disk is full");
  CHECK(shown == 5);
}

TEST_CASE("a request to stop shows what has been captured and ends without error") {
  const Mode mode = GENERATE(Mode::pipelined, Mode::sequential);
  const int detectors = GENERATE(1, 3);
  pipeline::StopRequest stop;
  std::vector<Shown> shown;
  const auto present = [&](const stages::PresentedFrame& frame) -> Result<void> {
    shown.push_back({frame.frame_id, {}});
    stop.request();
    return {};
  };
  auto source = stages::synthetic_source({.width = 64, .height = 48, .frames = 100'000}).value();
  auto assembly = assemble(std::move(source), present, {.stop = &stop}, detectors);
  REQUIRE(assembly->run(mode));
  CHECK(static_cast<std::int64_t>(shown.size()) == assembly->summaries().front().out);
  CHECK(shown.size() < 100);
}

TEST_CASE("a trace holds a row for each stage, with the detector's operators below its spans") {
  pipeline::Trace trace("test");
  std::vector<Shown> shown;
  auto source = stages::synthetic_source({.width = 64, .height = 48, .frames = 3}).value();
  REQUIRE(assemble(std::move(source), collect(shown), {.trace = &trace})->run(Mode::pipelined));
  REQUIRE(trace.rows().size() == 4);
  int steps = 0;
  int details = 0;
  for (const auto& span : trace.rows()[1].spans()) {
    (span.kind == pipeline::Span::Kind::step ? steps : details) += 1;
    CHECK(span.end >= span.start);
  }
  CHECK(steps == 3);
  CHECK(details > 3 * 50);
}

TEST_CASE("each of several detectors has a row of its own in the trace") {
  pipeline::Trace trace("test");
  std::vector<Shown> shown;
  auto source = stages::synthetic_source({.width = 64, .height = 48, .frames = 4}).value();
  REQUIRE(assemble(std::move(source), collect(shown), {.trace = &trace}, 2)->run(Mode::pipelined));
  REQUIRE(trace.rows().size() == 5);
  for (const std::size_t row : {1U, 2U}) {
    CHECK(trace.rows()[row].name() == "detect " + std::to_string(row));
    CHECK(std::ranges::count(trace.rows()[row].spans(), pipeline::Span::Kind::step, &pipeline::Span::kind) == 2);
  }
}

TEST_CASE("fed from outside and stepped by an event loop, the stages give what they give in a run") {
  const auto expected = run_sample(Mode::sequential);
  auto source = sample(30);
  std::vector<Shown> shown;
  std::vector<pipeline::FrameId> tracked;
  const auto listen = [&tracked](const stages::TracksMessage& tracks) { tracked.push_back(tracks.frame_id); };
  auto assembly = stages::Assembly::create_fed(source.facts().max_bytes, small_detector(),
                                               stages::Tracker(stages::options_for_score(0.3F)), collect(shown),
                                               {.on_tracks = listen})
                      .value();
  const pipeline::Clock clock;
  stages::FrameInfo info;
  for (auto memory = assembly->inbox().reserve(clock.now());
       source.read(memory, info).value() == stages::ReadOutcome::frame;
       memory = assembly->inbox().reserve(clock.now())) {
    assembly->inbox().commit(info.layout, info.media_time, clock.now());
    REQUIRE(pipeline::step_all_until_idle(assembly->stages()));
  }
  assembly->inbox().release();
  assembly->inbox().close();
  REQUIRE(pipeline::step_all_until_idle(assembly->stages()));
  CHECK(shown == expected);
  CHECK(tracked.size() == 30);
  for (const stages::QueueSummary& queue : assembly->queues()) {
    INFO(queue.from << " to " << queue.to);
    CHECK(queue.sent == 30);
    CHECK(queue.received == 30);
    CHECK(queue.depth == 0);
  }
}
