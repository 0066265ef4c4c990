#include "stages/capture/video_source.hpp"
#include "tests/stages/capture/video_files.hpp"

namespace brigade::tests {

Reading read_video(const std::string& address) {
  auto source = stages::video_source(address, {});
  if (!source) {
    Reading nothing;
    nothing.error = source.error().message;
    return nothing;
  }
  return read_all(*source);
}

}  // namespace brigade::tests
