#include "models/network/passes/convolution_constants.hpp"
#include "models/network/passes/passes.hpp"

#include <algorithm>

namespace brigade::models::network {

bool fuse_clamps(Graph& graph) {
  bool changed = false;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    const auto* clamp = as<Clamp>(graph, node);
    if (clamp == nullptr) {
      continue;
    }
    const NodeIndex convolution = graph.nodes[node].inputs[0];
    if (!is_foldable_convolution(graph, convolution, count_uses(graph))) {
      continue;
    }
    Range& range = as<Convolution>(graph, convolution)->clamp;
    const Range outer = clamp->range;
    range = {.low = std::clamp(range.low, outer.low, outer.high),
             .high = std::clamp(range.high, outer.low, outer.high)};
    bypass(graph, node, convolution);
    changed = true;
  }
  return changed;
}

}  // namespace brigade::models::network
