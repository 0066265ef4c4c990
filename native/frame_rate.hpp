#pragma once

#include "common/result.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace brigade::native {

/// Frames a second of a sequence of detections, and who says so.
struct FrameRate {
  double frames_per_second = 0;
  std::string source;  ///< in words, for the user
};

/// `frameRate` of a sequence's `seqinfo.ini`. The error names the file, and what is not a number above 0 and at most
/// 1000.
[[nodiscard]] Result<FrameRate> read_frame_rate(const std::filesystem::path& file);

/// The frame rate of a MOTChallenge file of detections: `given` where there is one; else `frameRate` of the
/// `seqinfo.ini` beside the file's folder, as MOTChallenge lays its sequences out; else 30. The error names what of
/// them is not a number above 0 and at most 1000.
[[nodiscard]] Result<FrameRate> frame_rate_of(const std::filesystem::path& detections, std::optional<double> given);

}  // namespace brigade::native
