#pragma once

#include "common/result.hpp"
#include "stages/capture/frame_source.hpp"

#include <filesystem>

namespace brigade::stages {

/// What is wished of a camera; it takes the nearest size that it has.
struct CameraOptions {
  int width = 640;
  int height = 480;
};

/// A camera through Video4Linux (ioctl and mapped buffers), for instance /dev/video0: I420, converted from what it
/// gives (YUV 4:2:0, NV12, YUYV or Motion JPEG). Live: `read` comes back with `not_yet` after a tenth of a second
/// without a frame. Media time 0 is the first frame's.
[[nodiscard]] Result<FrameSource> camera_source(const std::filesystem::path& device, const CameraOptions& options);

}  // namespace brigade::stages
