#include "bench/detect/opencv_dnn.hpp"

#include "bench/detect/time_runs.hpp"

#include <opencv2/dnn.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace brigade::bench {

Result<Measurement> measure_opencv_dnn(const std::filesystem::path& onnx, std::span<const float> planes, int threads,
                                       std::chrono::milliseconds duration) {
  try {
    cv::setNumThreads(threads);
    cv::dnn::Net network = cv::dnn::readNetFromONNX(onnx.string());
    constexpr std::array kShape{1, 3, kYoloxSize, kYoloxSize};
    cv::Mat input(static_cast<int>(kShape.size()), kShape.data(), CV_32F);
    std::ranges::copy(planes, input.ptr<float>());
    network.setInput(input);
    cv::Mat output;
    auto times = time_runs(
        [&]() -> Result<void> {
          network.setInput(input);  // without a new input it would give the last output again
          output = network.forward();
          return {};
        },
        duration);
    if (!times) {
      return tl::unexpected<Error>(std::move(times.error()));
    }
    Measurement measured;
    measured.who = "OpenCV DNN " CV_VERSION;
    measured.network = fmt::format("yolox_nano {}", kYoloxSize);
    measured.precision = "f32";
    measured.threads = threads;
    measured.multiply_accumulates = kYoloxMultiplyAccumulates;
    measured.starts = std::move(times->starts);
    measured.network_ms = std::move(times->milliseconds);
    measured.outputs.push_back(digest({output.ptr<float>(), output.total()}));
    return measured;
  } catch (const cv::Exception& problem) {
    return failure("{}: OpenCV cannot run it ({})", onnx.string(), problem.err);
  }
}

}  // namespace brigade::bench
