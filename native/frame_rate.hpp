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

/// The frame rate of a MOTChallenge file of detections: `given` where there is one; else `frameRate` of the
/// `seqinfo.ini` beside the file's folder, as MOTChallenge lays its sequences out; else 30. The error names what of
/// them is not a number above 0 and at most 1000.
[[nodiscard]] Result<FrameRate> frame_rate_of(const std::filesystem::path& detections, std::optional<double> given);

}  // namespace brigade::native
