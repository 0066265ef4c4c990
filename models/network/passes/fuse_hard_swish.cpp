#include "models/network/passes/passes.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace brigade::models::network {

namespace {

/// The two inputs of an operator that may be swapped, both ways round.
std::array<std::pair<NodeIndex, NodeIndex>, 2> both_ways(const Node& node) {
  return {{{node.inputs[0], node.inputs[1]}, {node.inputs[1], node.inputs[0]}}};
}

bool is(const Graph& graph, NodeIndex node, ArithmeticKind kind) {
  const auto* arithmetic = as<Arithmetic>(graph, node);
  return arithmetic != nullptr && arithmetic->kind == kind;
}

/// The x of `x op constant`, if that is what the node computes, and the constant.
struct WithScalar {
  NodeIndex variable = 0;
  float scalar = 0;
};
std::optional<WithScalar> with_scalar(const Graph& graph, NodeIndex node, ArithmeticKind kind) {
  if (is(graph, node, kind)) {
    for (const auto& [left, right] : both_ways(graph.nodes[node])) {
      if (const float* scalar = scalar_constant(graph, right)) {
        return WithScalar{.variable = left, .scalar = *scalar};
      }
    }
  }
  return std::nullopt;
}

/// The x of relu6(x + 3).
std::optional<NodeIndex> shifted_relu6(const Graph& graph, NodeIndex node) {
  const auto* clamp = as<Clamp>(graph, node);
  if (clamp == nullptr || clamp->range.low != 0 || clamp->range.high != 6) {
    return std::nullopt;
  }
  const auto sum = with_scalar(graph, graph.nodes[node].inputs[0], ArithmeticKind::add);
  return sum && sum->scalar == 3 ? std::optional(sum->variable) : std::nullopt;
}

/// The x of x * relu6(x + 3).
std::optional<NodeIndex> gated(const Graph& graph, NodeIndex left, NodeIndex right) {
  if (shifted_relu6(graph, right) == left) {
    return left;
  }
  return shifted_relu6(graph, left) == right ? std::optional(right) : std::nullopt;
}

/// x and c of x * c * relu6(x + 3), however it is bracketed.
std::optional<WithScalar> scaled_hard_swish(const Graph& graph, NodeIndex node) {
  if (!is(graph, node, ArithmeticKind::multiply)) {
    return std::nullopt;
  }
  for (const auto& [left, right] : both_ways(graph.nodes[node])) {
    if (const auto scaled = with_scalar(graph, left, ArithmeticKind::multiply)) {
      if (const auto x = gated(graph, scaled->variable, right)) {
        return WithScalar{.variable = *x, .scalar = scaled->scalar};
      }
    }
  }
  const auto scaled = with_scalar(graph, node, ArithmeticKind::multiply);
  if (scaled && is(graph, scaled->variable, ArithmeticKind::multiply)) {
    const std::vector<NodeIndex>& factors = graph.nodes[scaled->variable].inputs;
    if (const auto x = gated(graph, factors[0], factors[1])) {
      return WithScalar{.variable = *x, .scalar = scaled->scalar};
    }
  }
  return std::nullopt;
}

void replace(Graph& graph, NodeIndex node, const WithScalar& found) {
  const float factor = 6 * found.scalar;
  const Node fused{.name = graph.nodes[node].name, .op = HardSwish{}, .inputs = {found.variable}};
  if (factor == 1) {
    graph.nodes[node] = fused;
    return;
  }
  const NodeIndex constant = add_constant(graph, fused.name, {}, {factor});
  const NodeIndex exact = add_node(graph, fused);
  graph.nodes[node].op = Arithmetic{ArithmeticKind::multiply};
  graph.nodes[node].inputs = {exact, constant};
}

}  // namespace

bool fuse_hard_swish(Graph& graph) {
  bool changed = false;
  const std::size_t count = graph.nodes.size();
  for (NodeIndex node = 0; node < count; ++node) {
    const auto found = scaled_hard_swish(graph, node);
    constexpr float kRounding = 1e-3F;  // of a sixth, as float16 and 8-bit weights have it
    if (!found || std::abs(6 * found->scalar - 1) > kRounding) {
      continue;
    }
    replace(graph, node, *found);
    changed = true;
  }
  return changed;
}

}  // namespace brigade::models::network
