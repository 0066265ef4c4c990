#pragma once

#include "common/result.hpp"
#include "models/detector.hpp"
#include "vision/image.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

namespace brigade::models {

/// When each detection began, how long its three parts took, milliseconds, and how many detections a second came of it.
struct DetectionTimes {
  std::vector<std::chrono::system_clock::time_point> starts;
  std::vector<double> preprocess;
  std::vector<double> network;
  std::vector<double> decode;
  double frames_per_second = 0;
};

/// The detector alone: `count` detections in the frames, over and over, on the calling thread. `count` and the number
/// of frames are at least 1. Fails where a detection does.
[[nodiscard]] Result<DetectionTimes> measure_detector(Detector& detector, std::span<const vision::ImageView> frames,
                                                      std::int64_t count);

}  // namespace brigade::models
