#pragma once

#include "common/result.hpp"
#include "models/detector.hpp"

#include <vector>

namespace brigade::models {

/// Equal detectors that work side by side, each on frames and threads of its own; `count` >= 1. Errors as of
/// Detector::create.
[[nodiscard]] Result<std::vector<Detector>> create_detectors(const DetectorOptions& options, int count);

}  // namespace brigade::models
