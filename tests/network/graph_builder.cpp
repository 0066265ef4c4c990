#include "tests/network/graph_builder.hpp"

#include "models/network/passes/passes.hpp"
#include "models/network/quantisation/quantise_graph.hpp"
#include "tests/network/reference.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace brigade::tests {

using namespace models::network;

GraphBuilder::GraphBuilder() { image_ = add_node(graph_, {.name = "image", .op = Input{}, .inputs = {}}); }

NodeIndex GraphBuilder::convolution(const std::string& name, NodeIndex input, std::vector<std::int64_t> filter,
                                    Convolution operation) {
  const auto outputs = static_cast<std::size_t>(operation.depthwise ? filter[2] : filter[3]);
  const auto count = static_cast<std::size_t>(element_count(filter));
  std::vector<float> weights = noise(count, ++seed_);
  // Sums of a size that does not depend on how many they add up, so that one tolerance fits all.
  const float scale = 1.0F / static_cast<float>(operation.depthwise ? 3 : 1 + filter[2] / 8);
  std::ranges::transform(weights, weights.begin(), [&](float weight) { return weight * scale; });
  const NodeIndex constant = add_constant(graph_, name + "/filter", std::move(filter), std::move(weights));
  const NodeIndex bias =
      add_constant(graph_, name + "/bias", {static_cast<std::int64_t>(outputs)}, noise(outputs, ++seed_));
  const Padding& padding = operation.padding;
  operation.padding.same = padding.top + padding.right + padding.bottom + padding.left == 0;
  return add_node(graph_, {.name = name, .op = operation, .inputs = {input, constant, bias}});
}

NodeIndex GraphBuilder::node(const std::string& name, Operator operation, std::vector<NodeIndex> inputs) {
  return add_node(graph_, {.name = name, .op = std::move(operation), .inputs = std::move(inputs)});
}

Graph GraphBuilder::finish(NodeIndex output) {
  graph_.outputs = {{.name = "output", .node = output}};
  remove_dead_code(graph_);
  return graph_;
}

namespace {

/// Quantises the convolutions that are `chosen`, and the inputs of those whose filter's shape says so.
template <typename Chosen, typename RoundsInput>
Graph quantised(const Graph& graph, const Chosen& chosen, const RoundsInput& rounds_input) {
  LayerQuantisations layers;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    const auto* convolution = as<Convolution>(graph, node);
    if (convolution == nullptr || !chosen(*convolution)) {
      continue;
    }
    const Shape& filter = float_constant(graph, graph.nodes[node].inputs[1])->shape;
    const auto channels = static_cast<std::size_t>(filter[2]);
    layers[node].channel_means.resize(channels);
    if (rounds_input(filter)) {
      layers[node].input = {.scales = std::vector<float>(channels, 1), .is_signed = true};
    }
  }
  return quantise_graph(graph, layers);
}

bool is_any(const Convolution& /*convolution*/) { return true; }
bool is_dense(const Convolution& convolution) { return !convolution.depthwise; }

}  // namespace

Graph quantised(const Graph& graph) {
  return quantised(graph, is_dense, [](const Shape&) { return true; });
}

Graph with_all_weights_rounded(const Graph& graph, bool integers) {
  return quantised(graph, is_any, [&](const Shape& filter) { return integers && filter[0] == 1 && filter[1] == 1; });
}

Graph with_rounded_weights(const Graph& graph) {
  return quantised(graph, is_dense, [](const Shape&) { return false; });
}

}  // namespace brigade::tests
