#include "models/network/passes/passes.hpp"

#include <utility>

namespace brigade::models::network {

bool sink_clamps(Graph& graph) {
  bool changed = false;
  const std::vector<int> uses = count_uses(graph);
  const std::size_t count = graph.nodes.size();
  for (NodeIndex node = 0; node < count; ++node) {
    const auto* found = as<Clamp>(graph, node);
    const auto* concat = found == nullptr ? nullptr : as<Concat>(graph, graph.nodes[node].inputs[0]);
    if (concat == nullptr || uses[graph.nodes[node].inputs[0]] != 1) {
      continue;
    }
    const Clamp clamp = *found;
    const Concat joined = *concat;
    std::vector<NodeIndex> parts = graph.nodes[graph.nodes[node].inputs[0]].inputs;
    for (NodeIndex& part : parts) {
      part = add_node(graph, {.name = graph.nodes[node].name, .op = clamp, .inputs = {part}});
    }
    graph.nodes[node].op = joined;
    graph.nodes[node].inputs = std::move(parts);
    changed = true;
  }
  return changed;
}

}  // namespace brigade::models::network
