#pragma once

#include "common/result.hpp"
#include "stages/capture/frame_source.hpp"
#include "vision/detection.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace brigade::stages {

/// What a synthetic scene is made of. The same options give the same pixels on every machine.
struct SyntheticOptions {
  int width = 640;            ///< pixels, 32..16384
  int height = 480;           ///< pixels, 32..16384
  std::int64_t frames = 300;  ///< > 0
  Fraction frame_rate{30, 1};
  std::uint64_t seed = 1;
  int objects = 6;  ///< 0..1000
};

/// One moving rectangle: a colour of its own, a straight way, mirrored at the frame's edges.
struct SyntheticObject {
  int width = 0;                           ///< pixels, even
  int height = 0;                          ///< pixels, even
  std::array<std::int64_t, 2> start{};     ///< of the top left corner at frame 0, in 1/256 pixel
  std::array<std::int64_t, 2> velocity{};  ///< in 1/256 pixel a frame
  std::array<std::uint8_t, 3> colour{};    ///< Y, U, V
};

/// A scene whose every frame can be drawn, and whose truth is known, without those before it.
struct SyntheticScene {
  SyntheticOptions options{};
  std::vector<std::uint8_t> background;  ///< one packed I420 frame, grey
  std::vector<SyntheticObject> objects;  ///< a later one hides an earlier one
};

/// Lays a scene out; an error where an option is out of its bounds.
[[nodiscard]] Result<SyntheticScene> make_synthetic_scene(const SyntheticOptions& options);

/// Layout of the scene's frames: I420, BT.601, limited range.
[[nodiscard]] vision::ImageLayout synthetic_layout(const SyntheticOptions& options);

/// Where every object is in a frame (>= 0): ids from 1 in drawing order, score 1, category 0. Boxes lie wholly inside
/// the frame, on even pixels, and cover exactly the pixels drawn, also where a later object hides them.
[[nodiscard]] std::vector<vision::TrackedObject> synthetic_truth(const SyntheticScene& scene, std::int64_t frame);

/// Draws a frame (>= 0), packed, into `target` (at least packed_bytes(synthetic_layout)). Allocates nothing.
void draw_synthetic_frame(const SyntheticScene& scene, std::int64_t frame, std::span<std::uint8_t> target);

/// The scene's frames 0..frames-1 as a source.
[[nodiscard]] Result<FrameSource> synthetic_source(const SyntheticOptions& options);

}  // namespace brigade::stages
