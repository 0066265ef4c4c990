#pragma once

#include "common/result.hpp"
#include "stages/capture/frame_source.hpp"

#include <cstdint>
#include <functional>

namespace brigade::stages {

/// Opens the same source anew; called once for each loop.
using SourceOpener = std::function<Result<FrameSource>()>;

/// Reads a source `times` times over (0: for ever), opening it anew each time; media time goes on rising, one frame's
/// duration from the last frame of a loop to the first of the next. `interrupted`, where given, is asked between loops:
/// true ends the source. The error of a loop ends it too.
[[nodiscard]] Result<FrameSource> looped(SourceOpener open, int times, std::function<bool()> interrupted = {});

/// Ends a source after `frames` (> 0) frames, without a look at what comes after them.
[[nodiscard]] FrameSource limited(FrameSource source, std::int64_t frames);

}  // namespace brigade::stages
