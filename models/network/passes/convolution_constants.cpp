#include "models/network/passes/convolution_constants.hpp"

#include <utility>

namespace brigade::models::network {

bool is_foldable_convolution(const Graph& graph, NodeIndex node, const std::vector<int>& uses) {
  if (as<Convolution>(graph, node) == nullptr || uses[node] != 1) {
    return false;
  }
  const std::vector<NodeIndex>& inputs = graph.nodes[node].inputs;
  const Tensor* filter = float_constant(graph, inputs[1]);
  if (filter == nullptr || filter->shape.size() != 4) {
    return false;
  }
  if (inputs.size() == 2) {
    return true;
  }
  const Tensor* bias = float_constant(graph, inputs[2]);
  return bias != nullptr && bias->floats()->size() == output_channels(graph, node);
}

std::size_t output_channels(const Graph& graph, NodeIndex convolution) {
  const Shape& shape = float_constant(graph, graph.nodes[convolution].inputs[1])->shape;
  return static_cast<std::size_t>(as<Convolution>(graph, convolution)->depthwise ? shape[2] * shape[3] : shape[3]);
}

std::vector<float> values_per_channel(const Graph& graph, NodeIndex constant, NodeIndex convolution) {
  const std::size_t channels = output_channels(graph, convolution);
  const Tensor* tensor = float_constant(graph, constant);
  if (tensor == nullptr) {
    return {};
  }
  if (tensor->floats()->size() == 1) {
    return std::vector<float>(channels, tensor->floats()->front());
  }
  return tensor->floats()->size() == channels ? *tensor->floats() : std::vector<float>{};
}

void scale_filter(Graph& graph, NodeIndex convolution, std::span<const float> factors) {
  const NodeIndex constant = graph.nodes[convolution].inputs[1];
  const Tensor& filter = *float_constant(graph, constant);
  std::vector<float> scaled = *filter.floats();
  // Output channels are the fastest dimension, or the two fastest of a depthwise filter.
  for (std::size_t i = 0; i < scaled.size(); i += factors.size()) {
    for (std::size_t output = 0; output < factors.size(); ++output) {
      scaled[i + output] *= factors[output];
    }
  }
  const NodeIndex replaced = add_constant(graph, graph.nodes[constant].name, filter.shape, std::move(scaled));
  graph.nodes[convolution].inputs[1] = replaced;
}

std::vector<float> bias_of(const Graph& graph, NodeIndex convolution) {
  const std::vector<NodeIndex>& inputs = graph.nodes[convolution].inputs;
  return inputs.size() == 3 ? *float_constant(graph, inputs[2])->floats()
                            : std::vector<float>(output_channels(graph, convolution), 0.0F);
}

void set_bias(Graph& graph, NodeIndex convolution, std::vector<float> bias) {
  const Shape shape{static_cast<std::int64_t>(bias.size())};
  const NodeIndex constant = add_constant(graph, graph.nodes[convolution].name + "/bias", shape, std::move(bias));
  std::vector<NodeIndex>& inputs = graph.nodes[convolution].inputs;
  inputs.resize(2);
  inputs.push_back(constant);
}

}  // namespace brigade::models::network
