#include "models/network/passes/passes.hpp"

namespace brigade::models::network {

void remove_identities(Graph& graph) {
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (as<Identity>(graph, node) != nullptr) {
      bypass(graph, node, graph.nodes[node].inputs[0]);
    }
  }
}

}  // namespace brigade::models::network
