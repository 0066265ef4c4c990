#include "models/network/graph/filter_rounding.hpp"
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

/// The convolution that rounds each constant's values, as their filter; null for every other node.
std::vector<const Convolution*> rounding_convolutions(const Graph& graph) {
  std::vector<const Convolution*> convolutions(graph.nodes.size(), nullptr);
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    const auto* convolution = as<Convolution>(graph, node);
    if (convolution != nullptr && !convolution->filter_scales.empty()) {
      convolutions[graph.nodes[node].inputs[1]] = convolution;
    }
  }
  return convolutions;
}

struct Constants {
  std::string floats;
  std::vector<std::int8_t> integers;

  void add(const Tensor& tensor, const Convolution* rounding) {
    if (rounding == nullptr) {
      append(floats, *tensor.floats());
      return;
    }
    append(floats, rounding->filter_scales);
    const std::vector<std::int8_t> weights = quantised_weights(*rounding, tensor);
    integers.insert(integers.end(), weights.begin(), weights.end());
  }
};

nlohmann::ordered_json to_json(const Node& node, const Convolution* rounding) {
  nlohmann::ordered_json json = operator_to_json(node);
  if (!std::holds_alternative<Constant>(node.op)) {
    json["name"] = node.name;
    json["inputs"] = node.inputs;
  } else if (rounding != nullptr) {
    json["channels"] = rounding->filter_scales.size();
  }
  return json;
}

}  // namespace

std::string encode_quantised_graph(const Graph& graph, const nlohmann::ordered_json& notes) {
  const auto rounding = rounding_convolutions(graph);
  nlohmann::ordered_json json{
      {"notes", notes}, {"outputs", nlohmann::ordered_json::array()}, {"nodes", nlohmann::ordered_json::array()}};
  for (const Output& output : graph.outputs) {
    json["outputs"].push_back({{"name", output.name}, {"node", output.node}});
  }
  Constants constants;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    json["nodes"].push_back(to_json(graph.nodes[node], rounding[node]));
    if (const Tensor* tensor = float_constant(graph, node)) {
      constants.add(*tensor, rounding[node]);
    } else if (const auto* convolution = as<Convolution>(graph, node)) {
      append(constants.floats, convolution->input_rounding.scales);
    }
  }
  const std::string text = json.dump();
  const std::string body = text + constants.floats + encode_weights(constants.integers);
  return encode_header({.json_bytes = static_cast<std::uint32_t>(text.size()),
                        .constant_bytes = body.size() - text.size(),
                        .checksum = checksum_of(body)}) +
         body;
}

}  // namespace brigade::models::network
