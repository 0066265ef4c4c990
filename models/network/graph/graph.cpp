#include "models/network/graph/graph.hpp"

#include <algorithm>
#include <utility>

namespace brigade::models::network {

const Tensor* float_constant(const Graph& graph, NodeIndex node) {
  const auto* constant = as<Constant>(graph, node);
  return constant != nullptr && constant->tensor.floats() != nullptr ? &constant->tensor : nullptr;
}

const float* scalar_constant(const Graph& graph, NodeIndex node) {
  const Tensor* tensor = float_constant(graph, node);
  return tensor != nullptr && tensor->floats()->size() == 1 ? tensor->floats()->data() : nullptr;
}

std::vector<int> count_uses(const Graph& graph) {
  std::vector<int> uses(graph.nodes.size(), 0);
  for (const Node& node : graph.nodes) {
    for (const NodeIndex input : node.inputs) {
      ++uses[input];
    }
  }
  for (const Output& output : graph.outputs) {
    ++uses[output.node];
  }
  return uses;
}

std::vector<std::vector<NodeIndex>> readers_of(const Graph& graph) {
  std::vector<std::vector<NodeIndex>> readers(graph.nodes.size());
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    for (const NodeIndex input : graph.nodes[node].inputs) {
      readers[input].push_back(node);
    }
  }
  return readers;
}

bool is_sparse(const Graph& graph, NodeIndex node) {
  return std::ranges::any_of(graph.outputs, [&](const Output& output) { return output.sparse && output.node == node; });
}

void replace_uses(Graph& graph, NodeIndex from, NodeIndex to) {
  for (Node& node : graph.nodes) {
    for (NodeIndex& input : node.inputs) {
      input = input == from ? to : input;
    }
  }
  for (Output& output : graph.outputs) {
    output.node = output.node == from ? to : output.node;
  }
}

void bypass(Graph& graph, NodeIndex node, NodeIndex to) {
  replace_uses(graph, node, to);
  graph.nodes[node].op = Constant{};
  graph.nodes[node].inputs.clear();
}

NodeIndex add_node(Graph& graph, Node node) {
  graph.nodes.push_back(std::move(node));
  return graph.nodes.size() - 1;
}

NodeIndex add_constant(Graph& graph, std::string name, Shape shape, std::vector<float> values) {
  Tensor tensor{.shape = std::move(shape), .values = std::move(values)};
  return add_node(graph, {.name = std::move(name), .op = Constant{std::move(tensor)}, .inputs = {}});
}

}  // namespace brigade::models::network
