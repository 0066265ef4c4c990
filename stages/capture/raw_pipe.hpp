#pragma once

#include "stages/capture/frame_source.hpp"
#include "stages/capture/raw_video.hpp"

#include <functional>

namespace brigade::stages {

/// Headerless frames from a pipe. Ends where the pipe ends between two frames; an error where it ends within one, or
/// before the first. The descriptor is not owned. `interrupted`: as in SourceOptions.
[[nodiscard]] FrameSource raw_pipe_source(int descriptor, const RawVideo& raw, std::function<bool()> interrupted);

}  // namespace brigade::stages
