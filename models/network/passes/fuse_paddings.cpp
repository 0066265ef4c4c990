#include "models/network/passes/passes.hpp"

#include <limits>

namespace brigade::models::network {

namespace {

/// The padding of a window that can take up a Pad of that value; null for every other operator.
Padding* absorbing_padding(Node& node, float value) {
  if (auto* convolution = std::get_if<Convolution>(&node.op); convolution != nullptr && value == 0) {
    return &convolution->padding;
  }
  if (auto* pool = std::get_if<MaxPool>(&node.op);
      pool != nullptr && value == -std::numeric_limits<float>::infinity()) {
    return &pool->padding;
  }
  return nullptr;
}

}  // namespace

bool fuse_paddings(Graph& graph) {
  bool changed = false;
  for (Node& node : graph.nodes) {
    const auto* pad = node.inputs.empty() ? nullptr : as<Pad>(graph, node.inputs[0]);
    Padding* padding = pad == nullptr ? nullptr : absorbing_padding(node, pad->value);
    if (padding == nullptr || padding->same) {
      continue;
    }
    padding->top += pad->amounts[2];
    padding->bottom += pad->amounts[3];
    padding->left += pad->amounts[4];
    padding->right += pad->amounts[5];
    node.inputs[0] = graph.nodes[node.inputs[0]].inputs[0];
    changed = true;
  }
  return changed;
}

}  // namespace brigade::models::network
