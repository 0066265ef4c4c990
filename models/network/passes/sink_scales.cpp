#include "models/network/passes/convolution_constants.hpp"
#include "models/network/passes/passes.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace brigade::models::network {

namespace {

/// A value times one number.
struct Scale {
  NodeIndex value = 0;
  float factor = 1;
};

std::optional<Scale> as_scale(const Graph& graph, NodeIndex node) {
  const auto* arithmetic = as<Arithmetic>(graph, node);
  if (arithmetic == nullptr || arithmetic->kind != ArithmeticKind::multiply) {
    return std::nullopt;
  }
  const NodeIndex left = graph.nodes[node].inputs[0];
  const NodeIndex right = graph.nodes[node].inputs[1];
  if (const float* factor = scalar_constant(graph, right)) {
    return Scale{.value = left, .factor = *factor};
  }
  if (const float* factor = scalar_constant(graph, left)) {
    return Scale{.value = right, .factor = *factor};
  }
  return std::nullopt;
}

/// The input of a node with two that is not this one.
NodeIndex other_input(const Node& node, NodeIndex input) {
  return node.inputs[0] == input ? node.inputs[1] : node.inputs[0];
}

void replace_input(Node& node, NodeIndex from, NodeIndex to) {
  for (NodeIndex& input : node.inputs) {
    input = input == from ? to : input;
  }
}

/// Lets `reader` read the unscaled value and what reads `reader` its product with the factor.
void move_behind(Graph& graph, NodeIndex scaled, const Scale& scale, NodeIndex reader) {
  replace_input(graph.nodes[reader], scaled, scale.value);
  const std::string name = graph.nodes[scaled].name;
  const NodeIndex factor = add_constant(graph, name, {}, {scale.factor});
  const NodeIndex product = add_node(graph, {.name = name, .op = Arithmetic{ArithmeticKind::multiply}, .inputs = {}});
  replace_uses(graph, reader, product);
  graph.nodes[product].inputs = {reader, factor};
}

bool sink_into_convolution(Graph& graph, NodeIndex scaled, const Scale& scale, NodeIndex reader) {
  const Tensor* filter = float_constant(graph, graph.nodes[reader].inputs[1]);
  if (filter == nullptr || graph.nodes[reader].inputs[0] != scaled) {
    return false;
  }
  const float factor[] = {scale.factor};
  scale_filter(graph, reader, factor);
  replace_input(graph.nodes[reader], scaled, scale.value);
  return true;
}

/// k * y + z is k * (y + z / k); the division is free if z comes from a convolution.
bool sink_into_sum(Graph& graph, NodeIndex scaled, const Scale& scale, NodeIndex reader, const std::vector<int>& uses) {
  const NodeIndex other = other_input(graph.nodes[reader], scaled);
  if (scale.factor == 0 || !is_foldable_convolution(graph, other, uses) ||
      !as<Convolution>(graph, other)->clamp.unbounded()) {
    return false;
  }
  const float inverse[] = {1.0F / scale.factor};
  scale_filter(graph, other, inverse);
  std::vector<float> bias = bias_of(graph, other);
  for (float& value : bias) {
    value *= inverse[0];
  }
  set_bias(graph, other, std::move(bias));
  move_behind(graph, scaled, scale, reader);
  return true;
}

bool sink_into_arithmetic(Graph& graph, NodeIndex scaled, const Scale& scale, NodeIndex reader, ArithmeticKind kind,
                          const std::vector<int>& uses) {
  if (other_input(graph.nodes[reader], scaled) == scaled || kind == ArithmeticKind::subtract) {
    return false;
  }
  if (kind == ArithmeticKind::add) {
    return sink_into_sum(graph, scaled, scale, reader, uses);
  }
  if (const auto next = as_scale(graph, reader)) {  // two factors become one: moving would let them swap for ever
    const NodeIndex product = add_constant(graph, graph.nodes[reader].name, {}, {scale.factor * next->factor});
    graph.nodes[reader].inputs = {scale.value, product};
    return true;
  }
  move_behind(graph, scaled, scale, reader);
  return true;
}

bool sink(Graph& graph, NodeIndex scaled, const Scale& scale, NodeIndex reader, const std::vector<int>& uses) {
  if (as<Convolution>(graph, reader) != nullptr) {
    return sink_into_convolution(graph, scaled, scale, reader);
  }
  if (const auto* arithmetic = as<Arithmetic>(graph, reader)) {
    return sink_into_arithmetic(graph, scaled, scale, reader, arithmetic->kind, uses);
  }
  if (as<Mean>(graph, reader) != nullptr || as<Resize>(graph, reader) != nullptr) {
    move_behind(graph, scaled, scale, reader);
    return true;
  }
  return false;
}

}  // namespace

bool sink_scales(Graph& graph) {
  bool changed = false;
  for (NodeIndex scaled = 0; scaled < graph.nodes.size(); ++scaled) {
    for (NodeIndex reader = 0; reader < graph.nodes.size(); ++reader) {
      const auto scale = as_scale(graph, scaled);
      const std::vector<NodeIndex>& inputs = graph.nodes[reader].inputs;
      if (scale && std::ranges::find(inputs, scaled) != inputs.end()) {
        changed |= sink(graph, scaled, *scale, reader, count_uses(graph));
      }
    }
  }
  return changed;
}

}  // namespace brigade::models::network
