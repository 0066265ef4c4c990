#include "models/network/executor/take_in_resizes.hpp"

#include "models/network/graph/shapes.hpp"
#include "models/network/passes/passes.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace brigade::models::network {

namespace {

/// A source's channels begin with a whole vector, of every instruction set.
constexpr int kMostLanes = 16;

/// Whether the operator can make its image of sources.
bool takes_sources(const Node& node) {
  const auto* block = std::get_if<FusedBlock>(&node.op);
  return std::holds_alternative<Mean>(node.op) ||
         (block != nullptr && block->depthwise && !block->expand && !block->producer);
}

/// Of an operator that takes them.
std::vector<Source>& sources_of(Node& node) {
  auto* mean = std::get_if<Mean>(&node.op);
  return mean != nullptr ? mean->sources : std::get<FusedBlock>(node.op).sources;
}

/// Says what can be taken in of a graph that is not changed meanwhile.
class Takers {
 public:
  Takers(const Graph& graph, const std::vector<ImageShape>& shapes)
      : graph_(&graph), shapes_(&shapes), is_output_(graph.nodes.size()), readers_(readers_of(graph)) {
    for (const Output& output : graph.outputs) {
      is_output_[output.node] = true;
    }
  }

  [[nodiscard]] bool takes_in(NodeIndex resize) const {
    return as<Resize>(*graph_, resize) != nullptr &&
           all_readers(resize, [&](NodeIndex reader) { return takes_image(reader, resize) || is_taken_apart(reader); });
  }

  /// Whether the readers of a concatenation can read what it joins instead.
  [[nodiscard]] bool is_taken_apart(NodeIndex concat) const {
    return as<Concat>(*graph_, concat) != nullptr && joins_whole_vectors(concat) &&
           all_readers(concat, [&](NodeIndex reader) { return takes_image(reader, concat); });
  }

 private:
  template <typename Predicate>
  [[nodiscard]] bool all_readers(NodeIndex node, const Predicate& predicate) const {
    return !is_output_[node] && std::ranges::all_of(readers_[node], predicate);
  }

  /// Whether the reader makes its image of sources and reads the value as its image alone.
  [[nodiscard]] bool takes_image(NodeIndex reader, NodeIndex value) const {
    const Node& node = graph_->nodes[reader];
    return takes_sources(node) && node.inputs.front() == value && std::ranges::count(node.inputs, value) == 1;
  }

  [[nodiscard]] bool joins_whole_vectors(NodeIndex concat) const {
    const std::vector<NodeIndex>& inputs = graph_->nodes[concat].inputs;
    return std::all_of(inputs.begin(), inputs.end() - 1,
                       [&](NodeIndex input) { return (*shapes_)[input].channels % kMostLanes == 0; });
  }

  const Graph* graph_;
  const std::vector<ImageShape>* shapes_;
  std::vector<bool> is_output_;
  std::vector<std::vector<NodeIndex>> readers_;
};

/// What an operator is to read in place of its image.
struct Reading {
  NodeIndex node = 0;
  std::vector<NodeIndex> images;  ///< which a concatenation would join, those of `resized` resized
  std::vector<bool> resized;
};

std::vector<Reading> find_readings(const Graph& graph, const std::vector<ImageShape>& shapes) {
  const Takers takers(graph, shapes);
  std::vector<Reading> readings;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (!takes_sources(graph.nodes[node])) {
      continue;
    }
    const NodeIndex image = graph.nodes[node].inputs.front();
    Reading reading{.node = node, .images = {image}, .resized = {}};
    if (takers.is_taken_apart(image)) {
      reading.images = graph.nodes[image].inputs;
    }
    for (const NodeIndex part : reading.images) {
      reading.resized.push_back(takers.takes_in(part));
    }
    if (std::ranges::find(reading.resized, true) != reading.resized.end()) {
      readings.push_back(reading);
    }
  }
  return readings;
}

/// The first source takes the image's place among the inputs, the others come last, so that all else stays where it is.
void apply(Graph& graph, const Reading& reading) {
  Node& node = graph.nodes[reading.node];
  std::vector<Source>& sources = sources_of(node);
  for (std::size_t i = 0; i < reading.images.size(); ++i) {
    const NodeIndex image = reading.images[i];
    const auto* resize = reading.resized[i] ? as<Resize>(graph, image) : nullptr;
    const NodeIndex input = resize == nullptr ? image : graph.nodes[image].inputs[0];
    if (i > 0) {
      node.inputs.push_back(input);
    }
    sources.push_back({.input = i == 0 ? 0 : node.inputs.size() - 1,
                       .resize = resize == nullptr ? std::nullopt : std::optional(*resize)});
    node.inputs[sources.back().input] = input;
  }
}

}  // namespace

void take_in_resizes(Graph& graph, Extent input_size) {
  for (const Reading& reading : find_readings(graph, infer_shapes(graph, input_size))) {
    apply(graph, reading);
  }
  remove_dead_code(graph);
}

}  // namespace brigade::models::network
