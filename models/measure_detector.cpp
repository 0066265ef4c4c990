#include "models/measure_detector.hpp"

#include <chrono>
#include <cstddef>

namespace brigade::models {
namespace {

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

Result<void> measure_once(Detector& detector, const vision::ImageView& frame, DetectionTimes& times) {
  times.starts.push_back(std::chrono::system_clock::now());
  auto start = std::chrono::steady_clock::now();
  detector.preprocess(frame);
  times.preprocess.push_back(milliseconds_since(start));
  start = std::chrono::steady_clock::now();
  if (auto ran = detector.run_network(); !ran) {
    return ran;
  }
  times.network.push_back(milliseconds_since(start));
  start = std::chrono::steady_clock::now();
  static_cast<void>(detector.decode());
  times.decode.push_back(milliseconds_since(start));
  return {};
}

}  // namespace

Result<DetectionTimes> measure_detector(Detector& detector, std::span<const vision::ImageView> frames,
                                        std::int64_t count) {
  DetectionTimes times;
  const auto start = std::chrono::steady_clock::now();
  for (std::int64_t i = 0; i < count; ++i) {
    const auto& frame = frames[static_cast<std::size_t>(i) % frames.size()];
    if (auto measured = measure_once(detector, frame, times); !measured) {
      return tl::unexpected<Error>(std::move(measured.error()));
    }
  }
  times.frames_per_second = 1e3 * static_cast<double>(count) / milliseconds_since(start);
  return times;
}

}  // namespace brigade::models
