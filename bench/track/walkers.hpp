#pragma once

#include "bench/track/random.hpp"
#include "bench/track/scene.hpp"
#include "vision/geometry.hpp"

#include <cstdint>
#include <vector>

namespace brigade::bench {

/// Somebody in a scene, in coordinates of the world: the picture of a camera that does not move.
struct Walker {
  std::int64_t id = 0;  ///< from 1, one a person
  double x = 0;         ///< of the feet
  double y = 0;
  double right = 0;  ///< velocity, pixels a second
  double down = 0;
  double wanted_right = 0;  ///< velocity towards which the walker accelerates
  double wanted_down = 0;
};

/// The space that somebody takes.
[[nodiscard]] vision::Box box_of(const Walker& walker);

/// Moves everybody on, a frame at a time.
class Walkers {
 public:
  /// `left`, `right`: the edges between which people walk.
  Walkers(const WalkerOptions& options, double left, double right, Random& random);

  void advance(double seconds);

  [[nodiscard]] const std::vector<Walker>& all() const { return walkers_; }

 private:
  enum class Entry : std::uint8_t { anywhere, at_an_edge };

  Walker enter(Entry entry);
  void choose_velocity(Walker& walker);
  void turn_back_at_edges(Walker& walker) const;
  [[nodiscard]] bool outside(const Walker& walker) const;

  WalkerOptions options_;
  double left_;
  double right_;
  Random* random_;
  std::vector<Walker> walkers_;
  std::int64_t last_id_ = 0;
};

}  // namespace brigade::bench
