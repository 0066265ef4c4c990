#include "models/network/passes/convolution_constants.hpp"
#include "models/network/passes/passes.hpp"

#include <utility>

namespace brigade::models::network {

namespace {

/// Adds the constant, with that sign, to the convolution's bias.
bool fold(Graph& graph, NodeIndex convolution, NodeIndex constant, float sign, const std::vector<int>& uses) {
  if (!is_foldable_convolution(graph, convolution, uses) || !as<Convolution>(graph, convolution)->clamp.unbounded()) {
    return false;
  }
  const std::vector<float> offsets = values_per_channel(graph, constant, convolution);
  if (offsets.empty()) {
    return false;
  }
  std::vector<float> bias = bias_of(graph, convolution);
  for (std::size_t c = 0; c < bias.size(); ++c) {
    bias[c] += sign * offsets[c];
  }
  set_bias(graph, convolution, std::move(bias));
  return true;
}

}  // namespace

bool fold_biases(Graph& graph) {
  bool changed = false;
  const std::size_t count = graph.nodes.size();
  for (NodeIndex node = 0; node < count; ++node) {
    const auto* arithmetic = as<Arithmetic>(graph, node);
    if (arithmetic == nullptr || arithmetic->kind == ArithmeticKind::multiply) {
      continue;
    }
    const std::vector<int> uses = count_uses(graph);
    const bool adds = arithmetic->kind == ArithmeticKind::add;
    const NodeIndex left = graph.nodes[node].inputs[0];
    const NodeIndex right = graph.nodes[node].inputs[1];
    if (fold(graph, left, right, adds ? 1.0F : -1.0F, uses)) {
      bypass(graph, node, left);
      changed = true;
    } else if (adds && fold(graph, right, left, 1.0F, uses)) {
      bypass(graph, node, right);
      changed = true;
    }
  }
  return changed;
}

}  // namespace brigade::models::network
