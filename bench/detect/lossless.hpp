#pragma once

#include "bench/detect/measurement.hpp"
#include "common/result.hpp"

namespace brigade::bench {

/// The whole pipeline on the sample video, lossless, with so many detectors side by side, each of one thread. A run is
/// two frames: `network_ms` is the time in which two that follow each other came out of the render stage. With two
/// detectors frames come out in pairs, so the time from one frame to the next says little. Reads the video and loads
/// the detectors anew each time, before anything counts, because a pipeline runs once; the first frames, with which it
/// fills, do not count either. Fails where a detector or the sample cannot be had.
[[nodiscard]] Result<Measure> prepare_lossless(int detectors);

}  // namespace brigade::bench
