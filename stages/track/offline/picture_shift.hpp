#pragma once

#include "stages/track/offline/smooth_tracklet.hpp"
#include "stages/track/offline/tracklet.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace brigade::stages {

/// How far the picture as a whole lies off its steady way in a frame, in pixels.
struct PictureShift {
  double right = 0;
  double down = 0;

  friend bool operator==(const PictureShift&, const PictureShift&) = default;
};

/// The shifts of a camera that trembles, frame by frame, from the boxes alone: what lies off its smoothed way in the
/// same direction as most others in the frame does not move so by itself. No shift where too few are there, or where
/// they do not agree, so that a camera on a tripod has none. `states` are the smoothed ones of each tracklet.
[[nodiscard]] std::vector<PictureShift> picture_shifts(std::span<const Tracklet> tracklets,
                                                       std::span<const std::vector<MotionState>> states,
                                                       std::size_t frames);

}  // namespace brigade::stages
