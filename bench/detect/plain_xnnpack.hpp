#pragma once

#include "bench/detect/measurement.hpp"
#include "common/result.hpp"
#include "vision/image.hpp"

namespace brigade::bench {

/// Centernet at 512 on plain XNNPACK, its subgraph API, ready for that picture: the network alone is measured.
[[nodiscard]] Result<Measure> prepare_plain_xnnpack(int threads, const vision::ImageView& picture);

}  // namespace brigade::bench
