#pragma once

#include "bench/detect/measurement.hpp"
#include "common/result.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace brigade::bench {

/// yolox_nano at 416, of which YOLOX's authors say 1.08 GFLOP: the network that peers run which do not read ours.
inline constexpr int kYoloxSize = 416;
inline constexpr std::int64_t kYoloxMultiplyAccumulates = 540'000'000;

/// yolox_nano on OpenCV's DNN module, ready for `planes` as make_planes gives them. The error says why there is
/// nothing to measure: this build has no such module, or cannot read the file.
[[nodiscard]] Result<Measure> prepare_opencv_dnn(const std::filesystem::path& onnx, std::span<const float> planes,
                                                 int threads);

}  // namespace brigade::bench
