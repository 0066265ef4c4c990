#include "models/network/graph/filter_rounding.hpp"

namespace brigade::models::network {

FilterRounding::FilterRounding(const Convolution& convolution, const Shape& filter)
    : outputs_(convolution.filter_scales),
      inputs_(convolution.input_rounding.scales),
      outputs_of_input_(static_cast<std::size_t>(filter[3])) {}

float FilterRounding::step(std::size_t weight) const {
  const float scale = outputs_[weight % outputs_.size()];
  return inputs_.empty() ? scale : scale / inputs_[weight / outputs_of_input_ % inputs_.size()];
}

std::vector<std::int8_t> quantised_weights(const Convolution& convolution, const Tensor& filter) {
  const FilterRounding rounding(convolution, filter.shape);
  const std::vector<float>& floats = *filter.floats();
  std::vector<std::int8_t> weights(floats.size());
  for (std::size_t i = 0; i < floats.size(); ++i) {
    weights[i] = quantised_weight(floats[i], rounding.step(i));
  }
  return weights;
}

}  // namespace brigade::models::network
