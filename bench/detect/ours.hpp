#pragma once

#include "bench/detect/measurement.hpp"
#include "common/result.hpp"
#include "vision/image.hpp"

#include <chrono>
#include <span>
#include <string_view>

namespace brigade::bench {

/// What numbers our detector can compute in, the first being what it does unasked.
[[nodiscard]] std::span<const std::string_view> precisions();

/// Our detector, centernet at 512, on that picture for about so long: preprocessing, network and decoding apart from
/// each other, then the network's layers. `precision` is one of `precisions()`. Fails where the detector does.
[[nodiscard]] Result<Measurement> measure_ours(std::string_view precision, int threads,
                                               const vision::ImageView& picture, std::chrono::milliseconds duration);

}  // namespace brigade::bench
