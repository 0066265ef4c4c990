#pragma once

#include "bench/track/random.hpp"
#include "bench/track/scene.hpp"
#include "vision/detection.hpp"
#include "vision/geometry.hpp"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brigade::bench {

/// The part of `box` within a picture of that size, which may have no extent.
[[nodiscard]] vision::Box cut(const vision::Box& box, int width, int height);

/// The share of `box` that none of `covers` lies over, 0..1, to within a few per cent.
[[nodiscard]] double visible_share(const vision::Box& box, std::span<const vision::Box> covers);

/// Finds things as a detector does: not always, not exactly, and not only what is there.
class SimulatedDetector {
 public:
  SimulatedDetector(SceneOptions options, Random& random) : options_(std::move(options)), random_(&random) {}

  /// What it makes of an object, of which `visible` is seen. Boxes in the picture, not cut at its edges.
  [[nodiscard]] std::optional<vision::Detection> find(const vision::Box& box, double visible);

  /// What it finds where nothing is. To be called once a frame; `camera_x` and `camera_y` are where the picture's
  /// corner is in the world, in which such places stay where they are.
  [[nodiscard]] std::vector<vision::Detection> find_ghosts(double camera_x, double camera_y);

 private:
  struct Ghost {
    vision::Box place;  ///< in the world
    double score = 0;
    int frames_left = 0;
  };

  [[nodiscard]] vision::Box blurred(const vision::Box& box, double jitter);
  [[nodiscard]] Ghost appear(double camera_x, double camera_y);

  SceneOptions options_;
  Random* random_;
  std::vector<Ghost> ghosts_;
};

}  // namespace brigade::bench
