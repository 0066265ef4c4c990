#pragma once

#include "common/result.hpp"
#include "stages/capture/frame_source.hpp"
#include "stages/capture/raw_video.hpp"
#include "stages/capture/synthetic.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace brigade::stages {

/// How to read a source; what does not concern it is ignored.
struct SourceOptions {
  std::int64_t frames = 0;       ///< at most so many frames over all loops, 0: all (synthetic: as many as it says)
  int loop = 1;                  ///< how often, 0: until stopped; media time goes on rising from loop to loop
  int decoder_threads = 1;       ///< of a video's decoder
  Fraction stills_rate{25, 1};   ///< stills have no time: they follow each other at this rate
  int camera_width = 640;        ///< wished for; the camera takes the nearest it has
  int camera_height = 480;       ///< wished for
  SyntheticOptions synthetic{};  ///< of `synthetic`
  std::optional<RawVideo> raw =
      std::nullopt;  ///< of `-`: headerless frames; without it a container (such as y4m) is probed for
  std::function<bool()> interrupted = nullptr;  ///< asked while waiting for a pipe or a stream: true ends the source.
                                                ///< From the reading thread, often; empty: never
};

/// Opens what the command line calls INPUT: a video file or stream address (FFmpeg), an image, a folder of images,
/// `camera:N` (V4L2), `synthetic`, `-` (standard input) or `sample` (the video that script/bootstrap brings). Errors
/// name the input, what is wrong with it and what to do.
[[nodiscard]] Result<FrameSource> open_source(const std::string& input, const SourceOptions& options);

}  // namespace brigade::stages
