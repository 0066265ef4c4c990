#pragma once

#include <string>
#include <vector>

namespace brigade::bench {

/// How fast a tracker is with so many objects in every frame.
struct Speed {
  std::string tracker;
  int objects = 0;
  double frames_per_second = 0;  ///< median over the rounds
  double milliseconds_per_frame = 0;
};

/// Times ours, SORT and ByteTrack in turns, `rounds` times `frames` frames each, on walkers with jitter, misses and
/// weak detections; one thread.
[[nodiscard]] std::vector<Speed> measure_speed(int objects, int frames, int rounds);

}  // namespace brigade::bench
