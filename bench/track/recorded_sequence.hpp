#pragma once

#include "bench/track/sequence.hpp"
#include "common/result.hpp"

#include <filesystem>
#include <string>

namespace brigade::bench {

/// A sequence as MOTChallenge lays it out: `folder`/det/det.txt, gt/gt.txt, and frameRate of seqinfo.ini. Errors name
/// the file.
[[nodiscard]] Result<Sequence> read_mot_sequence(const std::filesystem::path& folder);

/// What a detector found in the frames of a video (`brigade run --detections`), with the truth of the MOTChallenge
/// sequence that the video shows. The frame rate is the video's. Errors name the file.
[[nodiscard]] Result<Sequence> read_detected_video(const std::filesystem::path& detections,
                                                   const std::filesystem::path& truth_folder, double frames_per_second);

}  // namespace brigade::bench
