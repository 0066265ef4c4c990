#include "models/network/graph/model_error.hpp"
#include "models/network/graph/shapes.hpp"
#include "models/network/passes/passes.hpp"

#include <algorithm>
#include <string>

namespace brigade::models::network {

namespace {

Extent declared_size(const Graph& graph, const std::string& resize) {
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    const auto* input = as<Input>(graph, node);
    if (input != nullptr && input->declared.size() == 4 && input->declared[1] > 0 && input->declared[2] > 0) {
      return {.height = static_cast<int>(input->declared[1]), .width = static_cast<int>(input->declared[2])};
    }
  }
  throw ModelError("node {} resizes to a constant size, but the model declares no size of its input", resize);
}

}  // namespace

void make_resizes_relative(Graph& graph) {
  const auto is_resize = [](const Node& node) { return std::holds_alternative<Resize>(node.op); };
  const auto first = std::ranges::find_if(graph.nodes, is_resize);
  if (first == graph.nodes.end()) {
    return;
  }
  const std::vector<ImageShape> shapes = infer_shapes(graph, declared_size(graph, first->name));
  for (Node& node : graph.nodes) {
    if (auto* resize = std::get_if<Resize>(&node.op)) {
      const ImageShape& input = shapes[node.inputs[0]];
      resize->reference = {.height = input.height, .width = input.width};
    }
  }
}

}  // namespace brigade::models::network
