#include "bench/detect/opencv_dnn.hpp"

namespace brigade::bench {

Result<Measure> prepare_opencv_dnn(const std::filesystem::path&, std::span<const float>, int) {
  return failure("there was no OpenCV DNN when this was built: script/bootstrap bench installs it");
}

}  // namespace brigade::bench
