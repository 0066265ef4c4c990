#include "models/network/quantised_file/header.hpp"
#include "models/network/quantised_file/operators_json.hpp"
#include "models/network/quantised_file/quantised_file.hpp"
#include "models/network/quantised_file/weight_coding.hpp"

#include <span>

namespace brigade::models::network {

namespace {

void append(std::string& bytes, std::span<const float> values) {
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

/// The scales of each constant that is a filter stored as int8; null for every other node.
std::vector<const std::vector<float>*> scales_of_filters(const Graph& graph) {
  std::vector<const std::vector<float>*> scales(graph.nodes.size(), nullptr);
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    const auto* convolution = as<Convolution>(graph, node);
    if (convolution != nullptr && !convolution->filter_scales.empty()) {
      scales[graph.nodes[node].inputs[1]] = &convolution->filter_scales;
    }
  }
  return scales;
}

struct Constants {
  std::string floats;
  std::vector<std::int8_t> weights;

  void add(const std::vector<float>& values, const std::vector<float>* scales) {
    if (scales == nullptr) {
      append(floats, values);
      return;
    }
    append(floats, *scales);
    for (std::size_t i = 0; i < values.size(); ++i) {
      weights.push_back(quantised_weight(values[i], (*scales)[i % scales->size()]));
    }
  }
};

nlohmann::ordered_json to_json(const Node& node, const std::vector<float>* scales) {
  nlohmann::ordered_json json = operator_to_json(node);
  if (!std::holds_alternative<Constant>(node.op)) {
    json["name"] = node.name;
    json["inputs"] = node.inputs;
  } else if (scales != nullptr) {
    json["channels"] = scales->size();
  }
  return json;
}

}  // namespace

std::string encode_quantised_graph(const Graph& graph, const nlohmann::ordered_json& notes) {
  const auto scales = scales_of_filters(graph);
  nlohmann::ordered_json json{
      {"notes", notes}, {"outputs", nlohmann::ordered_json::array()}, {"nodes", nlohmann::ordered_json::array()}};
  for (const Output& output : graph.outputs) {
    json["outputs"].push_back({{"name", output.name}, {"node", output.node}});
  }
  Constants constants;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    json["nodes"].push_back(to_json(graph.nodes[node], scales[node]));
    if (const Tensor* tensor = float_constant(graph, node)) {
      constants.add(*tensor->floats(), scales[node]);
    }
  }
  const std::string text = json.dump();
  const std::string body = text + constants.floats + encode_weights(constants.weights);
  return encode_header({.json_bytes = static_cast<std::uint32_t>(text.size()),
                        .constant_bytes = body.size() - text.size(),
                        .checksum = checksum_of(body)}) +
         body;
}

}  // namespace brigade::models::network
