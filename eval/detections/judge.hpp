#pragma once

#include "common/result.hpp"
#include "eval/detections/average_precision.hpp"

#include <filesystem>

namespace brigade::eval {

/// COCO's average precision of a file of detections against YOLO labels: what `brigade eval` says. Every image of the
/// folder counts, also one in which nothing was detected. Errors: all of read_yolo_folders and read_detections, labels
/// without any object, a detection in an image that the folder does not hold.
[[nodiscard]] Result<DetectionScores> judge_detections(const std::filesystem::path& images,
                                                       const std::filesystem::path& labels,
                                                       const std::filesystem::path& detections);

}  // namespace brigade::eval
