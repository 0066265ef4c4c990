#pragma once

#include "vision/geometry.hpp"

#include <cstdint>

namespace brigade::vision {

/// One object found in one frame by a detector.
struct Detection {
  Box box;
  float score = 0;   ///< 0..1
  int category = 0;  ///< index into the detector's labels (COCO: 0..79)

  friend bool operator==(const Detection&, const Detection&) = default;
};

/// One object followed over several frames, at the time of one of them.
struct TrackedObject {
  std::int64_t id = 0;  ///< from 1, never used again within a run
  Box box;
  float score = 0;  ///< of the last detection that the track took
  int category = 0;

  friend bool operator==(const TrackedObject&, const TrackedObject&) = default;
};

}  // namespace brigade::vision
