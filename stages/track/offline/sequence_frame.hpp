#pragma once

#include "vision/detection.hpp"

#include <chrono>
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

}  // namespace brigade::stages
