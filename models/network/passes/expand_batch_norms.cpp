#include "models/network/graph/model_error.hpp"
#include "models/network/passes/passes.hpp"

#include <cmath>
#include <utility>

namespace brigade::models::network {

namespace {

/// What a batch normalisation does to one channel after another: x * factor + offset.
struct Affine {
  std::vector<float> factors;
  std::vector<float> offsets;
};

Affine affine_of(const Graph& graph, const Node& node, float epsilon) {
  std::vector<const std::vector<float>*> constants;
  for (std::size_t i = 1; i < node.inputs.size(); ++i) {
    const Tensor* tensor = float_constant(graph, node.inputs[i]);
    if (tensor == nullptr || (i > 1 && tensor->floats()->size() != constants.front()->size())) {
      throw ModelError("node {} must normalise with constants of one value a channel", node.name);
    }
    constants.push_back(tensor->floats());
  }
  const auto& scale = *constants[0];
  const auto& offset = *constants[1];
  const auto& mean = *constants[2];
  const auto& variance = *constants[3];
  Affine affine;
  for (std::size_t c = 0; c < scale.size(); ++c) {
    affine.factors.push_back(scale[c] / std::sqrt(variance[c] + epsilon));
    affine.offsets.push_back(offset[c] - mean[c] * affine.factors.back());
  }
  return affine;
}

}  // namespace

bool expand_batch_norms(Graph& graph) {
  bool changed = false;
  const std::size_t count = graph.nodes.size();
  for (NodeIndex node = 0; node < count; ++node) {
    const auto* norm = as<BatchNorm>(graph, node);
    if (norm == nullptr) {
      continue;
    }
    Affine affine = affine_of(graph, graph.nodes[node], norm->epsilon);
    const std::string name = graph.nodes[node].name;
    const NodeIndex image = graph.nodes[node].inputs[0];
    const Shape shape{static_cast<std::int64_t>(affine.factors.size())};
    const NodeIndex factors = add_constant(graph, name, shape, std::move(affine.factors));
    const NodeIndex offsets = add_constant(graph, name, shape, std::move(affine.offsets));
    const NodeIndex scaled =
        add_node(graph, {.name = name, .op = Arithmetic{ArithmeticKind::multiply}, .inputs = {image, factors}});
    graph.nodes[node].op = Arithmetic{ArithmeticKind::add};
    graph.nodes[node].inputs = {scaled, offsets};
    changed = true;
  }
  return changed;
}

}  // namespace brigade::models::network
