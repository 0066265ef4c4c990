#include "models/network/quantisation/quantise_graph.hpp"

#include "models/network/passes/convolution_constants.hpp"
#include "models/network/passes/passes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

namespace brigade::models::network {

namespace {

/// Below it a scale is no normal float any more once it is multiplied by another; so small weights are as good as
/// zeros.
constexpr float kSmallestScale = 1e-10F;

/// Output channels are the fastest dimension of a filter, depthwise or not.
std::vector<float> scales_of(std::span<const float> filter, std::size_t channels) {
  std::vector<float> scales(channels, kSmallestScale);
  for (std::size_t i = 0; i < filter.size(); ++i) {
    scales[i % channels] = std::max(scales[i % channels], std::abs(filter[i]) / kMostWeight);
  }
  return scales;
}

void quantise(Graph& graph, NodeIndex node, const LayerQuantisation& layer) {
  const NodeIndex filter = graph.nodes[node].inputs[1];
  const Tensor& tensor = *float_constant(graph, filter);
  std::vector<float> weights = *tensor.floats();
  std::vector<float> scales = scales_of(weights, output_channels(graph, node));
  std::vector<float> bias = bias_of(graph, node);
  const auto in = static_cast<std::size_t>(tensor.shape[2]);
  const auto out_of_each = static_cast<std::size_t>(tensor.shape[3]);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::size_t channel = i % scales.size();
    const float rounded = static_cast<float>(quantised_weight(weights[i], scales[channel])) * scales[channel];
    bias[channel] -= (rounded - weights[i]) * layer.channel_means[i / out_of_each % in];
    weights[i] = rounded;
  }
  auto& convolution = *as<Convolution>(graph, node);
  convolution.filter_scales = std::move(scales);
  convolution.input_quantisation = layer.input;
  // A new constant, because others may read the filter.
  graph.nodes[node].inputs[1] = add_constant(graph, graph.nodes[filter].name, tensor.shape, std::move(weights));
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
