#include "models/detector_quantiser.hpp"

#include <utility>

namespace brigade::models {

Result<DetectorQuantiser> DetectorQuantiser::create(const std::string& model, int size, int threads) {
  const auto found = find_model(model);
  if (!found) {
    return tl::unexpected(found.error());
  }
  const ModelEntry& entry = **found;
  const int side = size == 0 ? entry.size : size;
  return need_installed(entry)
      .and_then([&] {
        return Quantiser::load({.model_json = weights_folder() / entry.graph.name,
                                .input_width = side,
                                .input_height = side,
                                .output_names = {entry.output_names.begin(), entry.output_names.end()},
                                .threads = threads});
      })
      .map([&](Quantiser quantiser) { return DetectorQuantiser(entry, side, std::move(quantiser)); });
}

DetectorQuantiser::DetectorQuantiser(const ModelEntry& model, int size, Quantiser quantiser)
    : model_(&model), quantiser_(std::move(quantiser)), letterbox_(size, size, model.preprocessing) {}

Result<void> DetectorQuantiser::observe(const vision::ImageView& image) {
  letterbox_.apply(image, quantiser_.input());
  return quantiser_.observe();
}

}  // namespace brigade::models
