#pragma once

#include "common/result.hpp"
#include "stages/capture/frame_source.hpp"

#include <string_view>

namespace brigade::stages {

/// What headerless frames from a pipe look like: each frame packed, one after another, nothing between them.
struct RawVideo {
  vision::ImageLayout layout{};
  Fraction frame_rate{25, 1};

  friend bool operator==(const RawVideo&, const RawVideo&) = default;
};

/// Reads "FORMAT:WIDTHxHEIGHT[@RATE]", for instance "i420:1280x720@30" or "rgb:640x480@30000/1001"; FORMAT is i420,
/// nv12, bgr, rgb or rgba. Without a rate 25 frames a second. I420 and NV12 are taken as limited range, BT.709 from 720
/// rows on, BT.601 below. The error says which part is wrong.
[[nodiscard]] Result<RawVideo> parse_raw_video(std::string_view text);

}  // namespace brigade::stages
