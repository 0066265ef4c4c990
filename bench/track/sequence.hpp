#pragma once

#include "stages/track/mot_rows.hpp"
#include "vision/detection.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace brigade::bench {

/// How the picture as a whole has moved since the frame before, in pixels: what stands still in the world has moved by
/// that.
struct CameraShift {
  double right = 0;
  double down = 0;

  friend bool operator==(const CameraShift&, const CameraShift&) = default;
};

/// What a tracker is told of one frame.
struct Frame {
  std::int64_t number = 1;  ///< from 1; not every number need be there
  std::chrono::nanoseconds time{};
  std::vector<vision::Detection> detections;
  CameraShift camera;  ///< known of synthetic scenes only, else no shift

  friend bool operator==(const Frame&, const Frame&) = default;
};

/// From which score on `brigade run` shows detections, and `brigade track` those of a file, unless told otherwise.
inline constexpr float kUsualScore = 0.3F;
inline constexpr float kGivenScore = 0.6F;

/// Detections of a video, and who really was where.
struct Sequence {
  std::string name;
  std::vector<Frame> frames;          ///< by number, frames without detections too
  std::vector<stages::MotRow> truth;  ///< by frame; rows with a score of 0 are not to be judged
  float score = kUsualScore;          ///< from which on its detections are worth showing

  friend bool operator==(const Sequence&, const Sequence&) = default;
};

/// Frames 1, 1 + n, 1 + 2 n, … with their detections, truth and times, as a slow detector sees a video. `n` >= 1.
[[nodiscard]] Sequence every_nth(const Sequence& sequence, std::int64_t n);

/// The rows of the frames that every_nth keeps.
[[nodiscard]] std::vector<stages::MotRow> every_nth(const std::vector<stages::MotRow>& rows, std::int64_t n);

/// The sequence up to and with frame `last`.
[[nodiscard]] Sequence first_frames(const Sequence& sequence, std::int64_t last);

}  // namespace brigade::bench
