#include "bench/detect/opencv_dnn.hpp"

#include "bench/detect/time_runs.hpp"

#include <opencv2/dnn.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace brigade::bench {
namespace {

struct OpenCvDnn {
  std::string onnx;
  int threads = 1;
  cv::dnn::Net network;
  cv::Mat input;
};

OpenCvDnn read(const std::filesystem::path& onnx, std::span<const float> planes, int threads) {
  constexpr std::array kShape{1, 3, kYoloxSize, kYoloxSize};
  OpenCvDnn loaded{.onnx = onnx.string(),
                   .threads = threads,
                   .network = cv::dnn::readNetFromONNX(onnx.string()),
                   .input = cv::Mat(static_cast<int>(kShape.size()), kShape.data(), CV_32F)};
  std::ranges::copy(planes, loaded.input.ptr<float>());
  return loaded;
}

Result<Measurement> measure(OpenCvDnn& loaded, std::chrono::milliseconds duration) {
  cv::setNumThreads(loaded.threads);  // it has one number for all networks
  cv::Mat output;
  auto times = time_runs(
      [&]() -> Result<void> {
        loaded.network.setInput(loaded.input);  // without a new input it would give the last output again
        output = loaded.network.forward();
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
  measured.threads = loaded.threads;
  measured.multiply_accumulates = kYoloxMultiplyAccumulates;
  measured.starts = std::move(times->starts);
  measured.network_ms = std::move(times->milliseconds);
  measured.outputs.push_back(digest({output.ptr<float>(), output.total()}));
  return measured;
}

/// What `work` gives; where OpenCV throws, a sentence.
template <typename Work>
auto without_throwing(const std::string& onnx, const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const cv::Exception& problem) {
    return failure("{}: OpenCV cannot run it ({})", onnx, problem.err);
  }
}

}  // namespace

Result<Measure> prepare_opencv_dnn(const std::filesystem::path& onnx, std::span<const float> planes, int threads) {
  return without_throwing(onnx.string(), [&]() -> Result<Measure> {
    return [loaded = read(onnx, planes, threads)](std::chrono::milliseconds duration) mutable {
      return without_throwing(loaded.onnx, [&] { return measure(loaded, duration); });
    };
  });
}

}  // namespace brigade::bench
