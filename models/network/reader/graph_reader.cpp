#include "models/network/reader/graph_reader.hpp"

#include "models/network/graph/model_error.hpp"
#include "models/network/graph/topological_order.hpp"
#include "models/network/reader/mapped_file.hpp"
#include "models/network/reader/operators.hpp"
#include "models/network/reader/source_node.hpp"
#include "models/network/reader/weights.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>
#include <vector>

namespace brigade::models::network {

namespace {

nlohmann::json parse(const std::filesystem::path& path) {
  const auto file = MappedFile::open(path);
  if (!file) {
    throw ModelError("no such model file: run script/bootstrap to fetch the models");
  }
  nlohmann::json json = nlohmann::json::parse(file->bytes(), nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) {
    throw ModelError("the model file is not valid JSON");
  }
  return json;
}

/// The nodes of the model file by their names.
struct SourceGraph {
  std::vector<SourceNode> nodes;
  std::unordered_map<std::string, std::size_t> by_name;
};

SourceGraph source_graph(const nlohmann::json& nodes) {
  SourceGraph graph;
  for (const auto& json : nodes) {
    graph.nodes.emplace_back(json);
    if (!graph.by_name.emplace(graph.nodes.back().name(), graph.nodes.size() - 1).second) {
      throw ModelError("node {} is there twice", graph.nodes.back().name());
    }
  }
  return graph;
}

std::vector<std::size_t> find_all(const SourceGraph& graph, std::span<const std::string> names,
                                  const std::string& reader) {
  std::vector<std::size_t> found;
  for (const std::string& name : names) {
    const auto node = graph.by_name.find(name);
    if (node == graph.by_name.end()) {
      throw ModelError("{} {}, but there is no such node", reader, name);
    }
    found.push_back(node->second);
  }
  return found;
}

/// Without a way out of the loop, so that it becomes vectors.
bool all_finite(const std::vector<float>& values) {
  unsigned others = 0;
  for (const float value : values) {
    others |= static_cast<unsigned>(!std::isfinite(value));
  }
  return others == 0;
}

/// Only a padding value may be infinite: PadV2 before a maximum.
void need_finite(const Graph& graph, const TypedNode& node) {
  for (const NodeIndex input : node.inputs) {
    const Tensor* tensor = float_constant(graph, input);
    if (tensor == nullptr || all_finite(*tensor->floats())) {
      continue;
    }
    const auto bad = std::ranges::find_if_not(*tensor->floats(), [](float value) { return std::isfinite(value); });
    throw ModelError("the weights of node {} are damaged: value {} is {}, not a finite number", graph.nodes[input].name,
                     bad - tensor->floats()->begin(), *bad);
  }
}

Node read_constant(const SourceNode& source, Weights& weights) {
  const auto tensor = weights.find(source.name());
  if (tensor == weights.end()) {
    throw ModelError("node {} is a constant whose weights are not listed in the weightsManifest", source.name());
  }
  return {.name = source.name(), .op = Constant{std::move(tensor->second)}, .inputs = {}};
}

Node read_node(const SourceNode& source, const Graph& graph, std::vector<NodeIndex> inputs, Weights& weights) {
  if (source.operation() == "Const") {
    return read_constant(source, weights);
  }
  TypedNode typed = read_operator(source, graph, std::move(inputs));
  need_finite(graph, typed);
  return {.name = source.name(), .op = std::move(typed.op), .inputs = std::move(typed.inputs)};
}

Graph build(const SourceGraph& source, std::span<const std::string> output_names, Weights weights) {
  const auto inputs_of = [&](std::size_t node) {
    return find_all(source, source.nodes[node].inputs(), "node " + source.nodes[node].name() + " reads");
  };
  const std::vector<std::size_t> roots = find_all(source, output_names, "the output asked for is");
  const auto order = topological_order(source.nodes.size(), inputs_of, roots);
  if (!order) {
    throw ModelError("node {} depends on itself", source.nodes[order.error()].name());
  }
  Graph graph;
  std::vector<NodeIndex> positions(source.nodes.size());
  const auto position_of = [&](std::size_t node) { return positions[node]; };
  for (const std::size_t node : *order) {
    std::vector<NodeIndex> inputs;
    std::ranges::transform(inputs_of(node), std::back_inserter(inputs), position_of);
    positions[node] = add_node(graph, read_node(source.nodes[node], graph, std::move(inputs), weights));
  }
  for (std::size_t i = 0; i < roots.size(); ++i) {
    graph.outputs.push_back({.name = output_names[i], .node = positions[roots[i]]});
  }
  return graph;
}

}  // namespace

Graph read_graph_model(const std::filesystem::path& model_json, std::span<const std::string> output_names) {
  const nlohmann::json json = parse(model_json);
  try {
    const SourceGraph source = source_graph(json.at("modelTopology").at("node"));
    Weights weights = read_weights(json.at("weightsManifest"), model_json.parent_path());
    return build(source, output_names, std::move(weights));
  } catch (const nlohmann::json::exception& error) {
    throw ModelError("not a TensorFlow.js graph model: {}", error.what());
  }
}

}  // namespace brigade::models::network
