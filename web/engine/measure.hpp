#pragma once

#include "common/result.hpp"
#include "web/engine/session_options.hpp"

#include <cstdint>
#include <string>

namespace brigade::web {

/// The detector of these options alone, on the calling thread and its pool, in `frames` frames of a synthetic scene of
/// 1280x720 that lie in memory: what the pipeline's frames a second are compared with. JSON: `frames_per_second` and,
/// in milliseconds for each frame, `preprocess`, `network` and `decode`.
[[nodiscard]] Result<std::string> measure(const SessionOptions& options, std::int64_t frames);

}  // namespace brigade::web
