#pragma once

#include "pipeline/clock.hpp"
#include "stages/capture/frame_source.hpp"

#include <functional>

namespace brigade::stages {

/// Time as a paced source needs it: a clock and a way to let time pass.
struct Pacing {
  pipeline::Clock clock{};  // NOLINT(readability-redundant-member-init): lets designated initializers leave it out
  std::function<void(pipeline::Duration)> sleep;  ///< by default the thread's
};

/// A source that gives its frames at their own times, counted from the first one, as a camera would: `read` waits until
/// a frame is due, on the reading thread. A gap of more than a second is not waited out. Its facts say that it is live.
[[nodiscard]] FrameSource paced(FrameSource source, Pacing pacing = {});

}  // namespace brigade::stages
