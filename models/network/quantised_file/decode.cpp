#include "models/network/graph/filter_rounding.hpp"
#include "models/network/graph/model_error.hpp"
#include "models/network/passes/convolution_constants.hpp"
#include "models/network/quantised_file/header.hpp"
#include "models/network/quantised_file/operators_json.hpp"
#include "models/network/quantised_file/quantised_file.hpp"
#include "models/network/quantised_file/weight_coding.hpp"
#include "models/network/reader/mapped_file.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <utility>

namespace brigade::models::network {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

struct Arity {
  std::size_t least = 1;
  std::size_t most = 1;
};

Arity arity_of(const Operator& op) {
  if (std::holds_alternative<Input>(op) || std::holds_alternative<Constant>(op)) {
    return {.least = 0, .most = 0};
  }
  if (std::holds_alternative<Convolution>(op)) {
    return {.least = 2, .most = 3};
  }
  if (std::holds_alternative<Arithmetic>(op)) {
    return {.least = 2, .most = 2};
  }
  return {.least = 1, .most = std::holds_alternative<Concat>(op) ? kAnyNumber : 1};
}

std::vector<NodeIndex> inputs_from(const Json& json, const Node& node, NodeIndex index) {
  std::vector<NodeIndex> inputs;
  if (json.contains("inputs")) {
    inputs = json.at("inputs").get<std::vector<NodeIndex>>();
  }
  const Arity arity = arity_of(node.op);
  const bool in_order = std::ranges::all_of(inputs, [&](NodeIndex input) { return input < index; });
  if (!in_order || inputs.size() < arity.least || inputs.size() > arity.most) {
    throw ModelError("node {} of the file reads what it cannot", index);
  }
  return inputs;
}

bool is_scale(float scale) { return std::isnormal(scale) && scale > 0; }

/// Takes constants off the front.
class ConstantReader {
 public:
  explicit ConstantReader(std::string_view bytes) : bytes_(bytes) {}

  std::vector<float> take(std::size_t count) {
    if (count > bytes_.size() / sizeof(float)) {
      throw ModelError("the file holds fewer constants than its nodes need");
    }
    std::vector<float> values(count);
    if (count > 0) {  // memcpy wants an address even then
      std::memcpy(values.data(), bytes_.data(), count * sizeof(float));
    }
    bytes_.remove_prefix(count * sizeof(float));
    if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) {
      throw ModelError("the file holds a constant that is not finite");
    }
    return values;
  }

  [[nodiscard]] std::string_view rest() const { return bytes_; }

 private:
  std::string_view bytes_;
};

class GraphReader {
 public:
  GraphReader(const Json& json, std::string_view constants) : json_(&json), constants_(constants) {}

  Graph run() {
    for (const Json& node : json_->at("nodes")) {
      read_node(node);
    }
    read_weights();
    for (NodeIndex node = 0; node < graph_.nodes.size(); ++node) {
      make_filter_of(node);
    }
    for (const Json& output : json_->at("outputs")) {
      graph_.outputs.push_back(
          {.name = output.at("name").get<std::string>(), .node = output.at("node").get<NodeIndex>()});
      if (graph_.outputs.back().node >= graph_.nodes.size()) {
        throw ModelError("the output {} of the file is no node of it", graph_.outputs.back().name);
      }
    }
    return std::move(graph_);
  }

 private:
  void read_node(const Json& json) {
    const NodeIndex index = graph_.nodes.size();
    Node node{.name = json.value("name", ""), .op = operator_from_json(json), .inputs = {}};
    node.inputs = inputs_from(json, node, index);
    scales_.emplace_back();
    if (auto* constant = std::get_if<Constant>(&node.op)) {
      read_constant(json, constant->tensor, scales_.back());
    } else if (auto* convolution = std::get_if<Convolution>(&node.op)) {
      read_input_scales(convolution->input_rounding.scales);
    }
    add_node(graph_, std::move(node));
  }

  void read_constant(const Json& json, Tensor& tensor, std::vector<float>& scales) {
    const auto count = static_cast<std::size_t>(element_count(tensor.shape));
    if (!json.contains("channels")) {
      tensor.values = constants_.take(count);
      return;
    }
    scales = constants_.take(json.at("channels").get<std::size_t>());
    if (scales.empty() || count % scales.size() != 0 || !std::ranges::all_of(scales, is_scale)) {
      throw ModelError("node {} of the file is a filter with scales that do not fit", graph_.nodes.size());
    }
    tensor.values = std::vector<float>(count);
    weight_count_ += count;
  }

  void read_input_scales(std::vector<float>& scales) {
    scales = constants_.take(scales.size());
    if (!std::ranges::all_of(scales, is_scale)) {
      throw ModelError("node {} of the file is a convolution whose input has scales that do not fit",
                       graph_.nodes.size());
    }
  }

  void read_weights() {
    const std::vector<std::int8_t> weights = decode_weights(constants_.rest(), weight_count_);
    std::span<const std::int8_t> rest = weights;
    weights_.resize(graph_.nodes.size());
    for (NodeIndex node = 0; node < graph_.nodes.size(); ++node) {
      if (!scales_[node].empty()) {
        const std::size_t count = float_constant(graph_, node)->floats()->size();
        weights_[node].assign(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(count));
        rest = rest.subspan(count);
      }
    }
  }

  /// Whether a convolution with that filter can be rounded like that. The filter's shape itself is looked at where
  /// shapes are inferred.
  [[nodiscard]] static bool fits(const Convolution& convolution, const Shape& filter, std::size_t outputs) {
    const std::size_t inputs = convolution.input_rounding.scales.size();
    if (convolution.filter_scales.empty()) {
      return inputs == 0;
    }
    return convolution.filter_scales.size() == outputs &&
           (inputs == 0 || (!convolution.depthwise && inputs == static_cast<std::size_t>(filter[2])));
  }

  void make_filter_of(NodeIndex node) {
    auto* convolution = as<Convolution>(graph_, node);
    if (convolution == nullptr) {
      return;
    }
    const NodeIndex filter = graph_.nodes[node].inputs[1];
    convolution->filter_scales = scales_[filter];
    const Tensor* tensor = float_constant(graph_, filter);
    if (tensor == nullptr || tensor->shape.size() != 4) {
      return;
    }
    if (!fits(*convolution, tensor->shape, output_channels(graph_, node))) {
      throw ModelError(
          "node {} of the file is a convolution that cannot be computed with the {} scales of its filter "
          "and {} of its input",
          graph_.nodes[node].name, convolution->filter_scales.size(), convolution->input_rounding.scales.size());
    }
    if (convolution->filter_scales.empty()) {
      return;
    }
    const FilterRounding rounding(*convolution, tensor->shape);
    std::vector<float> values(weights_[filter].size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<float>(weights_[filter][i]) * rounding.step(i);
    }
    as<Constant>(graph_, filter)->tensor.values = std::move(values);
  }

  const Json* json_;
  ConstantReader constants_;
  Graph graph_;
  std::vector<std::vector<float>> scales_;         ///< of every node; empty but for filters stored as int8
  std::vector<std::vector<std::int8_t>> weights_;  ///< likewise
  std::uint64_t weight_count_ = 0;                 ///< how many of them there are
};

void need_outputs(const Graph& graph, std::span<const std::string> names) {
  if (!std::ranges::equal(graph.outputs, names, {}, &Output::name)) {
    throw ModelError("the file holds another network: its outputs are not those of the model asked for");
  }
}

}  // namespace

bool is_quantised_file(const std::filesystem::path& path) {
  std::string magic(QuantisedFileHeader::kMagic.size(), '\0');
  std::ifstream stream(path, std::ios::binary);
  return stream.read(magic.data(), static_cast<std::streamsize>(magic.size())) && magic == QuantisedFileHeader::kMagic;
}

Graph decode_quantised_graph(std::string_view bytes, std::span<const std::string> output_names) {
  const QuantisedFileHeader header = decode_header(bytes);
  bytes.remove_prefix(QuantisedFileHeader::kBytes);
  try {
    const Json json = Json::parse(bytes.substr(0, header.json_bytes));
    Graph graph = GraphReader(json, bytes.substr(header.json_bytes)).run();
    need_outputs(graph, output_names);
    return graph;
  } catch (const nlohmann::json::exception& error) {
    throw ModelError("the file's description of the network is not as it should be: {}", error.what());
  }
}

Graph read_quantised_file(const std::filesystem::path& path, std::span<const std::string> output_names) {
  const auto file = MappedFile::open(path);
  if (!file) {
    throw ModelError("the file cannot be read");
  }
  const std::span<const std::uint8_t> bytes = file->bytes();
  return decode_quantised_graph({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, output_names);
}

}  // namespace brigade::models::network
