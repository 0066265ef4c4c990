#pragma once

#include "common/result.hpp"
#include "stages/capture/frame_source.hpp"

#include <functional>
#include <string>

namespace brigade::stages {

struct VideoInputOptions {
  int decoder_threads = 1;
  std::function<bool()> interrupted = nullptr;  ///< as in SourceOptions
};

/// A video file, or a stream's address (with "://"), as FFmpeg's libraries read it: I420, as it was coded where it was
/// coded so, otherwise converted; frames of another size in the middle are scaled to the first one's; a rotation by
/// quarter turns that the file notes is applied. Packets too damaged to decode are left out and counted in the
/// frames' info. A file that ends before its end gives the frames that are there, then an error that says so.
[[nodiscard]] Result<FrameSource> video_source(const std::string& address, const VideoInputOptions& options);

/// A container (y4m, mkv, mpegts, ...) that comes through a pipe. The descriptor is not owned.
[[nodiscard]] Result<FrameSource> video_pipe_source(int descriptor, const VideoInputOptions& options);

}  // namespace brigade::stages
