#pragma once

#include "vision/geometry.hpp"

#include <cstddef>
#include <vector>

namespace brigade::stages {

/// An object as it was detected in one frame.
struct Observation {
  std::size_t frame = 0;  ///< place in the sequence, from 0
  double seconds = 0;     ///< media time
  vision::Box box;
  float score = 0;
};

/// A piece of an object's way: at least one observation, in the order of time, no two of one frame.
struct Tracklet {
  int category = 0;
  std::vector<Observation> observations;
};

}  // namespace brigade::stages
