#pragma once

#include "bench/detect/measurement.hpp"
#include "common/result.hpp"
#include "vision/image.hpp"

#include <chrono>

namespace brigade::bench {

/// Centernet at 512 on plain XNNPACK, its subgraph API, on that picture for about so long: the network alone.
[[nodiscard]] Result<Measurement> measure_plain_xnnpack(int threads, const vision::ImageView& picture,
                                                        std::chrono::milliseconds duration);

}  // namespace brigade::bench
