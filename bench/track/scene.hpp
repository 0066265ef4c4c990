#pragma once

#include "bench/track/sequence.hpp"
#include "vision/geometry.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace brigade::bench {

/// How people walk through a made-up scene. Pixels of the picture, seconds.
struct WalkerOptions {
  int count = 12;          ///< at any time
  double speed = 80;       ///< sideways at most; a third of it up and down
  double agility = 60;     ///< change of velocity a second, at most
  double turn_after = 5;   ///< mean time between changes of mind
  double near_lane = 680;  ///< feet stand between these heights of the picture; who stands lower is nearer and larger
  double far_lane = 260;
  bool leave = false;  ///< whoever reaches an edge goes out for good, and another comes in; else they turn around
};

/// How the camera is held. Pixels, seconds.
struct CameraOptions {
  double shake = 0;  ///< standard deviation of a jolt, one a frame; it swings back by a third each frame
  double pan = 0;    ///< speed sideways at most
};

/// How good the detector is.
struct DetectorModel {
  double miss = 0.06;           ///< share of visible objects that are not found
  double jitter = 0.03;         ///< standard deviation of centre and size, as a share of the size
  double score = 0.88;          ///< mean for an object that nothing hides; falls with what is hidden
  double score_spread = 0.07;   ///< standard deviation
  double least_visible = 0.25;  ///< of whom less is seen is never found
  double ghosts = 3;            ///< a second: places where nothing is, and something is found for some frames
};

/// A made-up scene: people walk before a camera, hide each other or behind pillars; a detector misses some, is off by a
/// little, doubts those half hidden, and sees some who are not there.
struct SceneOptions {
  int frames = 300;
  double frames_per_second = 25;
  int width = 1280;
  int height = 720;
  WalkerOptions walkers;
  CameraOptions camera;
  DetectorModel detector;
  std::vector<vision::Box> pillars;  ///< in the world; they hide whoever passes
};

/// The scene of that seed: the same on every machine. The truth holds everybody of whom at least half is within the
/// picture, hidden or not, with the box cut at the picture's edges as the detections are.
[[nodiscard]] Sequence make_scene(const SceneOptions& options, std::uint64_t seed);

/// A scene that tries one thing.
struct NamedScene {
  std::string name;
  std::string about;  ///< in a few words
  SceneOptions options;
};

/// Those that trackers are judged by.
[[nodiscard]] std::vector<NamedScene> scene_catalogue();

}  // namespace brigade::bench
