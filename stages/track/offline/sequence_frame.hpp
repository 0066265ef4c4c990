#pragma once

#include "vision/detection.hpp"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <vector>

namespace brigade::stages {

/// A frame of a video and what was detected in it.
struct SequenceFrame {
  std::int64_t number = 1;  ///< from 1
  std::chrono::nanoseconds time{};
  bool searched = true;  ///< by the detector; in others nothing was detected because nobody looked
  std::vector<vision::Detection> detections;
};

/// The media time of a frame of that number, of which there are so many a second (above 0).
[[nodiscard]] inline std::chrono::nanoseconds frame_time(std::int64_t number, double frames_per_second) {
  return std::chrono::nanoseconds(std::llround(static_cast<double>(number - 1) / frames_per_second * 1e9));
}

}  // namespace brigade::stages
