#pragma once

#include "stages/track/camera_motion/grey_pyramid.hpp"
#include "vision/similarity.hpp"

namespace brigade::stages {

/// The shift, by whole pixels and up to a quarter of the width and height, at which two small pictures of the same size
/// differ least where they overlap: where to begin to look for what a jolt has moved far. No shift where none is
/// better.
[[nodiscard]] vision::Point coarse_shift(const GreyPicture& from, const GreyPicture& to);

}  // namespace brigade::stages
