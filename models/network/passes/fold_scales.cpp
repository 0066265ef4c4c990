#include "models/network/passes/convolution_constants.hpp"
#include "models/network/passes/passes.hpp"

#include <utility>

namespace brigade::models::network {

namespace {

/// A clamp can follow only one positive factor for all channels.
bool fold(Graph& graph, NodeIndex convolution, NodeIndex constant, const std::vector<int>& uses) {
  if (!is_foldable_convolution(graph, convolution, uses)) {
    return false;
  }
  const std::vector<float> factors = values_per_channel(graph, constant, convolution);
  const float* factor = scalar_constant(graph, constant);
  Range& clamp = as<Convolution>(graph, convolution)->clamp;
  if (factors.empty() || (!clamp.unbounded() && (factor == nullptr || *factor <= 0))) {
    return false;
  }
  if (!clamp.unbounded()) {
    clamp = {.low = clamp.low * *factor, .high = clamp.high * *factor};
  }
  std::vector<float> bias = bias_of(graph, convolution);
  for (std::size_t c = 0; c < bias.size(); ++c) {
    bias[c] *= factors[c];
  }
  if (graph.nodes[convolution].inputs.size() == 3) {
    set_bias(graph, convolution, std::move(bias));
  }
  scale_filter(graph, convolution, factors);
  return true;
}

}  // namespace

bool fold_scales(Graph& graph) {
  bool changed = false;
  const std::size_t count = graph.nodes.size();
  for (NodeIndex node = 0; node < count; ++node) {
    const auto* arithmetic = as<Arithmetic>(graph, node);
    if (arithmetic == nullptr || arithmetic->kind != ArithmeticKind::multiply) {
      continue;
    }
    const std::vector<int> uses = count_uses(graph);
    const NodeIndex left = graph.nodes[node].inputs[0];
    const NodeIndex right = graph.nodes[node].inputs[1];
    if (fold(graph, left, right, uses)) {
      bypass(graph, node, left);
      changed = true;
    } else if (fold(graph, right, left, uses)) {
      bypass(graph, node, right);
      changed = true;
    }
  }
  return changed;
}

}  // namespace brigade::models::network
