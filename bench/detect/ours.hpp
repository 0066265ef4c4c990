#pragma once

#include "bench/detect/measurement.hpp"
#include "common/result.hpp"
#include "models/detector.hpp"
#include "vision/image.hpp"

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace brigade::bench {

/// What numbers our detector can compute in, the first being what it does unasked.
[[nodiscard]] std::span<const std::string_view> precisions();

/// How our detector is to compute.
struct OurWay {
  std::string_view precision = "f32";  ///< one of `precisions()`
  int threads = 1;
  std::filesystem::path int8_weights;  ///< of centernet; empty: where `brigade quantize` puts them
};

/// What the detector's network gives for a picture, whole, though the detector keeps what it looks at alone: that is
/// what it does again afterwards. Fails where the detector does.
[[nodiscard]] Result<std::vector<OutputDigest>> digest_outputs(models::Detector& detector,
                                                               const vision::ImageView& picture);

/// Our detector, centernet at 512, ready for that picture, whose pixels must outlive it: preprocessing, network and
/// decoding are measured apart from each other, then the network's layers. Fails where the detector does.
[[nodiscard]] Result<Measure> prepare_ours(const OurWay& way, const vision::ImageView& picture);

}  // namespace brigade::bench
