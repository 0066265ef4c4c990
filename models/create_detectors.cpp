#include "models/create_detectors.hpp"

#include <cstddef>
#include <utility>

namespace brigade::models {

Result<std::vector<Detector>> create_detectors(const DetectorOptions& options, int count) {
  std::vector<Detector> detectors;
  detectors.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    auto detector = Detector::create(options);
    if (!detector) {
      return tl::unexpected<Error>(std::move(detector.error()));
    }
    detectors.push_back(*std::move(detector));
  }
  return detectors;
}

}  // namespace brigade::models
