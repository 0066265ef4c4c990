#include "bench/track/scene.hpp"

#include "bench/track/simulated_detector.hpp"
#include "eval/tracks/judged_sequence.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

using namespace brigade;
using namespace brigade::bench;
using Catch::Matchers::WithinAbs;

namespace {

/// A detector that finds everybody exactly and nobody else.
SceneOptions perfect(SceneOptions options) {
  options.detector = {.miss = 0, .jitter = 0, .score = 0.9, .score_spread = 0, .least_visible = 0, .ghosts = 0};
  return options;
}

SceneOptions named(const std::string& name) {
  const auto scenes = scene_catalogue();
  return std::ranges::find(scenes, name, &NamedScene::name)->options;
}

std::set<std::int64_t> ids(const Sequence& sequence) {
  std::set<std::int64_t> found;
  for (const auto& row : sequence.truth) {
    found.insert(row.id);
  }
  return found;
}

double best_overlap(const vision::Detection& detection, std::int64_t frame, const Sequence& sequence) {
  double best = 0;
  for (const auto& row : sequence.truth) {
    if (row.frame == frame) {
      best = std::max(best, eval::exact_iou(row.box, detection.box));
    }
  }
  return best;
}

}  // namespace

TEST_CASE("the same seed makes the same scene, another seed another one") {
  for (const NamedScene& scene : scene_catalogue()) {
    INFO(scene.name);
    CHECK(make_scene(scene.options, 1) == make_scene(scene.options, 1));
    CHECK(make_scene(scene.options, 1).truth != make_scene(scene.options, 2).truth);
  }
}

TEST_CASE("boxes of truth and detections lie in the picture, each id once a frame, scores between 0 and 1") {
  for (const NamedScene& scene : scene_catalogue()) {
    INFO(scene.name);
    const Sequence sequence = make_scene(scene.options, 3);
    const auto inside = [&](const vision::Box& box) {
      return box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0 &&
             box.x + box.width <= static_cast<float>(scene.options.width) + 0.01F &&
             box.y + box.height <= static_cast<float>(scene.options.height) + 0.01F;
    };
    std::set<std::pair<std::int64_t, std::int64_t>> seen;
    for (const auto& row : sequence.truth) {
      CHECK(inside(row.box));
      CHECK(seen.emplace(row.frame, row.id).second);
    }
    REQUIRE(sequence.frames.size() == static_cast<std::size_t>(scene.options.frames));
    for (const Frame& frame : sequence.frames) {
      for (const vision::Detection& detection : frame.detections) {
        CHECK(inside(detection.box));
        CHECK((detection.score > 0 && detection.score < 1));
      }
    }
  }
}

TEST_CASE("a perfect detector finds the truth's boxes, but for those at the edges whom the truth leaves out") {
  const Sequence sequence = make_scene(perfect(named("crossings")), 1);
  std::size_t found = 0;
  for (const Frame& frame : sequence.frames) {
    for (const vision::Detection& detection : frame.detections) {
      found += best_overlap(detection, frame.number, sequence) > 0.999 ? 1 : 0;
    }
  }
  CHECK(found == sequence.truth.size());
}

TEST_CASE("a detector as it is misses some, and sees some who are not there") {
  const Sequence sequence = make_scene(named("occlusions"), 1);
  std::size_t on_somebody = 0;
  std::size_t on_nothing = 0;
  std::size_t weak = 0;
  for (const Frame& frame : sequence.frames) {
    for (const vision::Detection& detection : frame.detections) {
      ++(best_overlap(detection, frame.number, sequence) >= 0.5 ? on_somebody : on_nothing);
      weak += detection.score < 0.4F ? 1 : 0;
    }
  }
  CHECK(on_somebody < sequence.truth.size());
  CHECK(on_somebody > sequence.truth.size() / 2);
  CHECK(on_nothing > 0);
  CHECK(weak > 0);
}

TEST_CASE("who is hidden is doubted") {
  const vision::Box box{.x = 0, .y = 0, .width = 80, .height = 120};
  const vision::Box left_half{.x = 0, .y = 0, .width = 40, .height = 120};
  CHECK_THAT(visible_share(box, {}), WithinAbs(1, 1e-9));
  CHECK_THAT(visible_share(box, std::array{left_half}), WithinAbs(0.5, 1e-9));
  CHECK_THAT(visible_share(box, std::array{box}), WithinAbs(0, 1e-9));
  SceneOptions options = perfect({});
  Random random(1);
  SimulatedDetector detector(options, random);
  const auto score = [&](double visible) {
    const auto found = detector.find(box, visible);
    return found ? found->score : 0.0F;
  };
  CHECK((score(0.5) > 0 && score(0.5) < score(1)));
  options.detector.least_visible = 0.3;
  CHECK_FALSE(SimulatedDetector(options, random).find(box, 0.2));
}

TEST_CASE("the camera's motion is what moves somebody who stands still") {
  SceneOptions options = perfect(named("shake"));
  options.walkers.speed = 0;
  const Sequence sequence = make_scene(options, 1);
  std::map<std::int64_t, vision::Box> before;
  int compared = 0;
  for (const Frame& frame : sequence.frames) {
    for (const auto& row : sequence.truth) {
      const bool away_from_edges =
          row.box.x > 60 && row.box.x + row.box.width < 1220 && row.box.y > 60 && row.box.y + row.box.height < 660;
      if (row.frame != frame.number || !away_from_edges) {
        continue;
      }
      if (const auto last = before.find(row.id); last != before.end()) {
        CHECK_THAT(row.box.x - last->second.x, WithinAbs(frame.camera.right, 0.01));
        CHECK_THAT(row.box.y - last->second.y, WithinAbs(frame.camera.down, 0.01));
        ++compared;
      }
      before[row.id] = row.box;
    }
    std::erase_if(before, [&](const auto& entry) {
      return std::ranges::none_of(sequence.truth, [&](const auto& row) {
        return row.frame == frame.number && row.id == entry.first && row.box == entry.second;
      });
    });
  }
  CHECK(compared > 100);
}

TEST_CASE("only the scene of entering and leaving changes who is there") {
  CHECK(ids(make_scene(named("entering and leaving"), 1)).size() > 20);
  CHECK(ids(make_scene(named("crossings"), 1)).size() == 14);
}
