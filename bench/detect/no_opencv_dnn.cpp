#include "bench/detect/opencv_dnn.hpp"

namespace brigade::bench {

Result<Measurement> measure_opencv_dnn(const std::filesystem::path&, std::span<const float>, int,
                                       std::chrono::milliseconds) {
  return failure("there was no OpenCV DNN when this was built: script/bootstrap bench installs it");
}

}  // namespace brigade::bench
