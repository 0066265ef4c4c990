#include "bench/track/scene.hpp"

#include "bench/track/camera_path.hpp"
#include "bench/track/random.hpp"
#include "bench/track/simulated_detector.hpp"
#include "bench/track/walkers.hpp"
#include "stages/track/offline/sequence_frame.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace brigade::bench {
namespace {

using vision::Box;

/// A panning camera looks beyond the picture of its start.
double reach(const SceneOptions& options) { return options.camera.pan > 0 ? CameraPath::kReach : 0; }

class Scene {
 public:
  Scene(const SceneOptions& options, std::uint64_t seed)
      : options_(options),
        random_(seed),
        walkers_(options.walkers, -reach(options), options.width + reach(options), random_),
        camera_(options.camera, random_),
        detector_(options, random_) {}

  void advance() {
    const double seconds = 1 / options_.frames_per_second;
    walkers_.advance(seconds);
    camera_.advance(seconds);
  }

  [[nodiscard]] CameraShift camera() const { return {.right = -camera_.x(), .down = -camera_.y()}; }

  /// Adds who is where and what is found of them in the present frame.
  void observe(Frame& frame, std::vector<stages::MotRow>& truth) {
    std::vector<Walker> nearest_first = walkers_.all();
    std::ranges::sort(nearest_first,
                      [](const Walker& a, const Walker& b) { return std::pair(a.y, a.id) > std::pair(b.y, b.id); });
    std::vector<Box> covers;
    std::ranges::transform(options_.pillars, std::back_inserter(covers), [this](const Box& box) { return seen(box); });
    for (const Walker& walker : nearest_first) {
      const Box whole = seen(box_of(walker));
      const Box inside = cut(whole, options_.width, options_.height);
      if (area(inside) >= area(whole) / 2) {
        truth.push_back({.frame = frame.number, .id = walker.id, .box = inside});
      }
      if (const auto found = detector_.find(whole, visible_share(inside, covers)); found && area(inside) > 0) {
        frame.detections.push_back(*found);
      }
      covers.push_back(whole);
    }
    std::ranges::copy(detector_.find_ghosts(camera_.x(), camera_.y()), std::back_inserter(frame.detections));
  }

 private:
  /// A box of the world in the picture.
  [[nodiscard]] Box seen(Box box) const {
    box.x -= static_cast<float>(camera_.x());
    box.y -= static_cast<float>(camera_.y());
    return box;
  }

  SceneOptions options_;
  Random random_;
  Walkers walkers_;
  CameraPath camera_;
  SimulatedDetector detector_;
};

}  // namespace

Sequence make_scene(const SceneOptions& options, std::uint64_t seed) {
  Scene scene(options, seed);
  Sequence sequence{.name = "seed " + std::to_string(seed), .frames = {}, .truth = {}};
  for (int number = 1; number <= options.frames; ++number) {
    const CameraShift before = scene.camera();
    scene.advance();
    const CameraShift now = scene.camera();
    Frame frame{.number = number,
                .time = stages::frame_time(number, options.frames_per_second),
                .detections = {},
                .camera = {}};
    frame.camera = {.right = now.right - before.right, .down = now.down - before.down};
    scene.observe(frame, sequence.truth);
    sequence.frames.push_back(std::move(frame));
  }
  return sequence;
}

}  // namespace brigade::bench
