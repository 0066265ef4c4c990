#include "stages/render/render_step.hpp"

#include "pipeline/drive.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <vector>

using namespace brigade;
using namespace std::chrono_literals;
using pipeline::Policy;
using pipeline::StepOutcome;

namespace {

struct Seen {
  pipeline::FrameId frame;
  pipeline::FrameId detected;
  std::size_t tracks;
  std::size_t detections;

  friend bool operator==(const Seen&, const Seen&) = default;
};

// A render stage alone, with both its inputs in the hands of the test.
struct Bench {
  std::unique_ptr<pipeline::FramePool> pool = pipeline::FramePool::create(8, 64).value();
  pipeline::Channel<stages::FrameMessage> frames;
  pipeline::Channel<stages::TracksMessage> tracks{Policy::lossless, 8};
  stages::Ages ages;
  std::vector<Seen> seen;
  std::vector<float> lefts;
  pipeline::Stage stage;

  explicit Bench(stages::Joining joining)
      : frames(joining.policy, 8),
        stage("render", pipeline::Ports().reads(frames).reads(tracks),
              stages::RenderStep(
                  frames, tracks, joining,
                  [this](const stages::PresentedFrame& frame) -> Result<void> {
                    seen.push_back({frame.frame_id, frame.detected_id, frame.tracks.size(), frame.detections.size()});
                    if (!frame.tracks.empty()) {
                      lefts.push_back(frame.tracks.front().box.x);
                    }
                    return {};
                  },
                  ages)) {}

  void send_frame(pipeline::FrameId id) {
    stages::FrameMessage message{.frame_id = id,
                                 .stamp = {.media_time = id * 100ms, .captured = {}},
                                 .layout = {.format = vision::PixelFormat::rgb, .width = 4, .height = 4},
                                 .slot = pool->acquire().value(),
                                 .name = {}};
    REQUIRE(frames.try_send(std::move(message)));
  }

  void send_tracks(pipeline::FrameId id) {
    stages::TracksMessage message{.frame_id = id, .stamp = {.media_time = id * 100ms, .captured = {}}};
    message.detections.assign(std::array{vision::Detection{.box = {1, 1, 2, 2}}});
    message.tracks.assign(std::array{stages::MovingObject{{.id = 1, .box = {10, 0, 5, 5}}, {12, 0, 5, 5}}});
    REQUIRE(tracks.try_send(std::move(message)));
  }

  StepOutcome step_until_idle() { return pipeline::step_until_idle(stage).value(); }
};

}  // namespace

TEST_CASE("lossless, a frame waits for its own tracks") {
  Bench bench({.policy = Policy::lossless, .every = 1});
  bench.send_frame(0);
  CHECK(bench.step_until_idle() == StepOutcome::idle);
  CHECK(bench.seen.empty());
  bench.send_tracks(0);
  CHECK(bench.step_until_idle() == StepOutcome::idle);
  CHECK(bench.seen == std::vector<Seen>{{0, 0, 1, 1}});
}

TEST_CASE("frames between detected ones show the last tracks moved on, and no detections twice") {
  Bench bench({.policy = Policy::lossless, .every = 3});
  for (pipeline::FrameId id = 0; id < 5; ++id) {
    bench.send_frame(id);
  }
  bench.send_tracks(0);
  CHECK(bench.step_until_idle() == StepOutcome::idle);
  CHECK(bench.seen == std::vector<Seen>{{0, 0, 1, 1}, {1, 0, 1, 0}, {2, 0, 1, 0}});
  CHECK(bench.lefts == std::vector<float>{10, 12, 14});
  bench.send_tracks(3);
  CHECK(bench.step_until_idle() == StepOutcome::idle);
  CHECK(bench.seen.back() == Seen{4, 3, 1, 0});
}

TEST_CASE("live, a frame is shown without tracks rather than late") {
  Bench bench({.policy = Policy::live, .every = 1});
  bench.send_frame(0);
  CHECK(bench.step_until_idle() == StepOutcome::idle);
  CHECK(bench.seen == std::vector<Seen>{{0, pipeline::kNoFrame, 0, 0}});
}

TEST_CASE("live, a frame is shown with the newest tracks there are") {
  Bench bench({.policy = Policy::live, .every = 1});
  bench.send_tracks(2);
  bench.send_tracks(5);
  bench.send_frame(9);
  CHECK(bench.step_until_idle() == StepOutcome::idle);
  CHECK(bench.seen == std::vector<Seen>{{9, 5, 1, 1}});
}

TEST_CASE("rendering ends when the last frame has been shown") {
  Bench bench({.policy = Policy::lossless, .every = 1});
  bench.send_frame(0);
  bench.send_tracks(0);
  bench.frames.close();
  bench.tracks.close();
  CHECK(bench.step_until_idle() == StepOutcome::finished);
  CHECK(bench.seen.size() == 1);
  CHECK(bench.ages.latency.count() == 1);
}

TEST_CASE("rendering ends when detection has failed, leaving frames without tracks") {
  Bench bench({.policy = Policy::lossless, .every = 1});
  bench.send_frame(0);
  bench.tracks.close();
  CHECK(bench.step_until_idle() == StepOutcome::finished);
  CHECK(bench.seen.empty());
}
