#pragma once

#include "common/result.hpp"
#include "models/catalogue.hpp"
#include "models/letterbox.hpp"
#include "models/network/quantiser.hpp"
#include "vision/image.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

namespace brigade::models {

/// Makes int8 weights for a detector of the catalogue: images in, a file out. One thread may use it at a time.
class DetectorQuantiser {
 public:
  /// `size`: side of the network's input in pixels, 0: the model's own. The file serves every size.
  [[nodiscard]] static Result<DetectorQuantiser> create(const std::string& model, int size, int threads);

  /// Notes what the network computes of an image like those it is to be good at. The image is at least 1x1 and has all
  /// planes of its format.
  [[nodiscard]] Result<void> observe(const vision::ImageView& image);

  /// See Quantiser.
  [[nodiscard]] std::size_t layers() const { return quantiser_.layers(); }
  [[nodiscard]] Result<QuantisationReport> write(const std::filesystem::path& file, double most_noise,
                                                 const std::function<void(std::size_t)>& progress) const {
    return quantiser_.write(file, most_noise, progress);
  }

  [[nodiscard]] const ModelEntry& model() const { return *model_; }

 private:
  DetectorQuantiser(const ModelEntry& model, int size, Quantiser quantiser);

  const ModelEntry* model_;  ///< of the catalogue
  Quantiser quantiser_;
  Letterbox letterbox_;
};

}  // namespace brigade::models
