#pragma once

#include "common/result.hpp"
#include "models/detector.hpp"
#include "vision/detection.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

namespace brigade::native {

/// What becomes of the detections of an image; an error ends the work.
using ConsumeDetections =
    std::function<Result<void>(const std::filesystem::path& image, std::span<const vision::Detection> detections)>;

/// Reads and searches images, with all detectors side by side, and gives their detections to `consume` in the order of
/// the images, on a thread of its own. `look` is told on the calling thread, now and then, how many are done. An image
/// that cannot be read ends the work, after those before it have been consumed.
[[nodiscard]] Result<void> detect_images(std::span<const std::filesystem::path> images,
                                         std::vector<models::Detector> detectors, const ConsumeDetections& consume,
                                         const std::function<void(std::int64_t done)>& look);

}  // namespace brigade::native
