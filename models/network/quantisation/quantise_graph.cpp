#include "models/network/quantisation/quantise_graph.hpp"

#include "models/network/graph/filter_rounding.hpp"
#include "models/network/passes/convolution_constants.hpp"
#include "models/network/passes/passes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

namespace brigade::models::network {

namespace {

/// Below it a scale is no normal float any more once it is multiplied by another; so small weights are as good as
/// zeros.
constexpr float kSmallestScale = 1e-10F;

/// So that the largest weight of each output channel is stored as kMostWeight.
void choose_filter_scales(Convolution& convolution, const Tensor& filter, std::size_t outputs) {
  convolution.filter_scales.assign(outputs, 1);
  const FilterRounding unit(convolution, filter.shape);
  std::vector<float> scales(outputs, kSmallestScale);
  const std::vector<float>& weights = *filter.floats();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    // Output channels are the fastest dimension of a filter, depthwise or not.
    scales[i % outputs] = std::max(scales[i % outputs], std::abs(weights[i]) / unit.step(i) / kMostWeight);
  }
  convolution.filter_scales = std::move(scales);
}

void quantise(Graph& graph, NodeIndex node, const LayerQuantisation& layer) {
  const NodeIndex filter = graph.nodes[node].inputs[1];
  const Tensor tensor = *float_constant(graph, filter);
  const std::size_t outputs = output_channels(graph, node);
  auto& convolution = *as<Convolution>(graph, node);
  convolution.input_rounding = layer.input;
  choose_filter_scales(convolution, tensor, outputs);
  const FilterRounding rounding(convolution, tensor.shape);
  const std::vector<std::int8_t> stored = quantised_weights(convolution, tensor);
  std::vector<float> weights = *tensor.floats();
  std::vector<float> bias = bias_of(graph, node);
  const auto in = static_cast<std::size_t>(tensor.shape[2]);
  const auto out_of_each = static_cast<std::size_t>(tensor.shape[3]);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const float rounded = static_cast<float>(stored[i]) * rounding.step(i);
    bias[i % outputs] -= (rounded - weights[i]) * layer.channel_means[i / out_of_each % in];
    weights[i] = rounded;
  }
  // A new constant, because others may read the filter.
  const std::string name = graph.nodes[filter].name;
  graph.nodes[node].inputs[1] = add_constant(graph, name, tensor.shape, std::move(weights));
  set_bias(graph, node, std::move(bias));
}

}  // namespace

Graph quantise_graph(Graph graph, const LayerQuantisations& layers) {
  for (const auto& [node, layer] : layers) {
    quantise(graph, node, layer);
  }
  remove_dead_code(graph);
  return graph;
}

}  // namespace brigade::models::network
