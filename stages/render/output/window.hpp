#pragma once

#include "common/result.hpp"
#include "stages/render/output/frame_sink.hpp"

#include <string_view>

namespace brigade::stages {

/// Whether this build can show a window at all (OpenCV's highgui was there when it was configured).
[[nodiscard]] bool window_available();

/// A window that shows each frame as it comes, at the frame's size. Closing it, q and Escape ask to stop.
///
/// An error where the build has no window support, and where no display answers: the window library would end the
/// program there. The window itself comes with the first frame, on the thread that writes it; all further calls have to
/// come from that thread too, best the program's first one.
[[nodiscard]] Result<FrameSink> open_window(std::string_view title);

}  // namespace brigade::stages
