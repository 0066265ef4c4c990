#pragma once

#include "stages/track/kalman.hpp"
#include "stages/track/motion_axis.hpp"
#include "stages/track/offline/tracklet.hpp"
#include "vision/geometry.hpp"

#include <array>
#include <vector>

namespace brigade::stages {

/// Where an object was and how it moved: centre x, centre y, width, height.
using MotionState = std::array<MotionAxis, 4>;

/// The states at a tracklet's observations in the light of all of them, before and after: a Kalman filter forwards and
/// the smoother of Rauch, Tung and Striebel back. The noise is a share of the object's mean longer side.
[[nodiscard]] std::vector<MotionState> smooth_tracklet(const Tracklet& tracklet, const BoxMotionNoise& noise);

/// The box between two states, `share` (0..1) of the `seconds` from one to the next: the curve that has the places and
/// velocities of both (Hermite), which is what a motion driven by random acceleration does on average.
[[nodiscard]] vision::Box box_between(const MotionState& from, const MotionState& to, double seconds, double share);

/// The box of a state, at least a pixel wide and high.
[[nodiscard]] vision::Box box_of(const MotionState& state);

}  // namespace brigade::stages
