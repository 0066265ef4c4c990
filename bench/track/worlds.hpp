#pragma once

#include "bench/track/sequence.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace brigade::bench {

enum class WorldKind : std::uint8_t {
  given_detections,  ///< of MOT15, by a detector that is not ours
  frame_drop,        ///< the same with every Nth frame only
  end_to_end,        ///< videos, by our detectors
  synthetic,         ///< made-up scenes
};

[[nodiscard]] const char* to_string(WorldKind kind);

/// Sequences that are judged together.
struct World {
  std::string name;   ///< for instance "mot15-every-3"
  std::string about;  ///< in a few words
  WorldKind kind = WorldKind::synthetic;
  std::vector<Sequence> sequences{};
};

/// A world that cannot be judged here.
struct WorldLeftOut {
  std::string name;
  std::string why;  ///< a sentence
};

struct WorldOptions {
  std::filesystem::path mot15{};       ///< folder of MOTChallenge sequences; need not be there
  std::filesystem::path detections{};  ///< folder of what our detectors found: VIDEO-MODEL.json; need not be there
  int seeds = 5;                       ///< of each synthetic scene
  int frames = 0;                      ///< of every sequence at most, 0: all
};

struct Worlds {
  std::vector<World> worlds;
  std::vector<WorldLeftOut> left_out;
};

/// Every Nth frame of the frame-drop sweep.
inline constexpr std::array kDropped{2, 3, 5};

/// All worlds, the same on every machine that has the data.
[[nodiscard]] Worlds load_worlds(const WorldOptions& options);

}  // namespace brigade::bench
