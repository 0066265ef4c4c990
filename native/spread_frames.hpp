#pragma once

#include "common/result.hpp"
#include "vision/image.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace brigade::native {

/// Hands `work` so many frames of an input at most, spread evenly over it where its length is known. `input`: as for
/// `brigade run`. Stops at the first error.
[[nodiscard]] Result<void> spread_frames(const std::string& input, std::int64_t most,
                                         const std::function<Result<void>(const vision::ImageView&)>& work);

}  // namespace brigade::native
