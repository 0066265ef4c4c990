#include "stages/render/output/window.hpp"

namespace brigade::stages {

bool window_available() { return false; }

Result<FrameSink> open_window(std::string_view /*title*/) {
  return failure("--show: this build has no window support; install libopencv-highgui-dev and configure again");
}

}  // namespace brigade::stages
