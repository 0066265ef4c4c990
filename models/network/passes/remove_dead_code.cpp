#include "models/network/graph/model_error.hpp"
#include "models/network/graph/topological_order.hpp"
#include "models/network/passes/passes.hpp"

#include <utility>
#include <vector>

namespace brigade::models::network {

void remove_dead_code(Graph& graph) {
  std::vector<NodeIndex> roots;
  for (const Output& output : graph.outputs) {
    roots.push_back(output.node);
  }
  const auto inputs_of = [&](NodeIndex node) { return graph.nodes[node].inputs; };
  const auto order = topological_order(graph.nodes.size(), inputs_of, roots);
  if (!order) {
    throw ModelError("node {} depends on itself", graph.nodes[order.error()].name);
  }
  std::vector<NodeIndex> positions(graph.nodes.size());
  std::vector<Node> kept;
  for (const NodeIndex node : *order) {
    positions[node] = kept.size();
    kept.push_back(std::move(graph.nodes[node]));
    for (NodeIndex& input : kept.back().inputs) {
      input = positions[input];
    }
  }
  for (Output& output : graph.outputs) {
    output.node = positions[output.node];
  }
  graph.nodes = std::move(kept);
}

}  // namespace brigade::models::network
