#include "models/network/reader/operators.hpp"

#include "models/network/graph/model_error.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace brigade::models::network {

namespace {

/// One node on its way from the model file to the graph.
struct Reading {
  const SourceNode& node;
  const Graph& graph;
  std::vector<NodeIndex> inputs;

  void need_inputs(std::size_t least, std::size_t most) const {
    if (inputs.size() < least || inputs.size() > most) {
      throw ModelError("node {} ({}) has {} inputs; {} are needed", node.name(), node.operation(), inputs.size(),
                       least);
    }
  }

  [[nodiscard]] std::vector<int> integers(std::size_t input) const {
    const auto* constant = as<Constant>(graph, inputs[input]);
    const auto* values = constant != nullptr ? constant->tensor.integers() : nullptr;
    if (values == nullptr) {
      throw ModelError("node {} ({}) must have a constant of integers as its input {}", node.name(), node.operation(),
                       graph.nodes[inputs[input]].name);
    }
    return {values->begin(), values->end()};
  }

  [[nodiscard]] TypedNode keep(std::size_t edges, Operator op) const {
    return {.op = std::move(op), .inputs = {inputs.begin(), inputs.begin() + static_cast<std::ptrdiff_t>(edges)}};
  }
};

/// Rows and columns of an attribute that counts along batch, rows, columns and channels.
Extent extent_of(const SourceNode& node, std::string_view attribute) {
  const std::vector<int> values = node.integers(attribute);
  if (values.size() != 4 || values[0] != 1 || values[3] != 1 || values[1] < 1 || values[2] < 1) {
    throw ModelError("attribute {} of node {} must be 1, rows, columns, 1", attribute, node.name());
  }
  return {.height = values[1], .width = values[2]};
}

Padding padding_of(const SourceNode& node) {
  const std::string padding = node.text("padding");
  if (padding != "SAME" && padding != "VALID") {
    throw ModelError("padding {} of node {} is not known; known are SAME and VALID", padding, node.name());
  }
  return {.same = padding == "SAME"};
}

void need_channels_last(const SourceNode& node) {
  if (node.has("data_format") && node.text("data_format") != "NHWC") {
    throw ModelError("node {} computes in the format {}; known is NHWC", node.name(), node.text("data_format"));
  }
}

TypedNode read_placeholder(const Reading& reading) {
  return reading.keep(0, Input{.declared = reading.node.has("shape") ? reading.node.shape("shape") : Shape{}});
}

TypedNode read_identity(const Reading& reading) {
  reading.need_inputs(1, 1);
  return reading.keep(1, Identity{});
}

Convolution convolution_of(const SourceNode& node, bool depthwise) {
  need_channels_last(node);
  return {.stride = extent_of(node, "strides"),
          .dilation = node.has("dilations") ? extent_of(node, "dilations") : Extent{},
          .padding = padding_of(node),
          .depthwise = depthwise};
}

template <bool depthwise>
TypedNode read_convolution(const Reading& reading) {
  reading.need_inputs(2, 2);
  return reading.keep(2, convolution_of(reading.node, depthwise));
}

template <bool depthwise>
TypedNode read_fused_convolution(const Reading& reading) {
  reading.need_inputs(2, 3);
  Convolution convolution = convolution_of(reading.node, depthwise);
  std::vector<std::string> fused = reading.node.texts("fused_ops");
  std::size_t edges = 2;
  if (!fused.empty() && fused.front() == "BiasAdd") {
    reading.need_inputs(3, 3);
    edges = 3;
    fused.erase(fused.begin());
  }
  for (const std::string& activation : fused) {
    if (activation == "Relu") {
      convolution.clamp.low = 0;
    } else if (activation == "Relu6") {
      convolution.clamp = {.low = 0, .high = 6};
    } else {
      throw ModelError("node {} fuses the operator {}, which is not known", reading.node.name(), activation);
    }
  }
  return reading.keep(edges, convolution);
}

TypedNode read_max_pool(const Reading& reading) {
  reading.need_inputs(1, 1);
  need_channels_last(reading.node);
  return reading.keep(1, MaxPool{.window = extent_of(reading.node, "ksize"),
                                 .stride = extent_of(reading.node, "strides"),
                                 .padding = padding_of(reading.node)});
}

template <ArithmeticKind kind>
TypedNode read_arithmetic(const Reading& reading) {
  reading.need_inputs(2, 2);
  return reading.keep(2, Arithmetic{kind});
}

TypedNode read_relu(const Reading& reading) {
  reading.need_inputs(1, 1);
  return reading.keep(1, Clamp{.range = {.low = 0}});
}

TypedNode read_relu6(const Reading& reading) {
  reading.need_inputs(1, 1);
  return reading.keep(1, Clamp{.range = {.low = 0, .high = 6}});
}

TypedNode read_leaky_relu(const Reading& reading) {
  reading.need_inputs(1, 1);
  constexpr float kDefaultSlope = 0.2F;
  return reading.keep(1, LeakyRelu{reading.node.has("alpha") ? reading.node.real("alpha") : kDefaultSlope});
}

TypedNode read_sigmoid(const Reading& reading) {
  reading.need_inputs(1, 1);
  return reading.keep(1, Sigmoid{});
}

TypedNode read_batch_norm(const Reading& reading) {
  reading.need_inputs(5, 5);
  need_channels_last(reading.node);
  constexpr float kDefaultEpsilon = 1e-4F;
  return reading.keep(5, BatchNorm{reading.node.has("epsilon") ? reading.node.real("epsilon") : kDefaultEpsilon});
}

TypedNode read_mean(const Reading& reading) {
  reading.need_inputs(2, 2);
  if (!reading.node.flag("keep_dims")) {
    throw ModelError("node {} (Mean) drops the dimensions it reduces; it must keep them", reading.node.name());
  }
  return reading.keep(1, Mean{.axes = reading.integers(1)});
}

TypedNode read_pad(const Reading& reading) {
  reading.need_inputs(2, 3);
  Pad pad{.amounts = reading.integers(1)};
  if (reading.inputs.size() == 3) {
    const float* value = scalar_constant(reading.graph, reading.inputs[2]);
    if (value == nullptr) {
      throw ModelError("node {} must be padded with a constant", reading.node.name());
    }
    pad.value = *value;
  }
  if (pad.amounts.size() != 8 || std::ranges::any_of(pad.amounts, [](int amount) { return amount < 0; })) {
    throw ModelError("node {} must be padded by 4 pairs of amounts, none below 0", reading.node.name());
  }
  return reading.keep(1, std::move(pad));
}

TypedNode read_concat(const Reading& reading) {
  reading.need_inputs(2, reading.inputs.size());
  const std::vector<int> axis = reading.integers(reading.inputs.size() - 1);
  if (axis.size() != 1) {
    throw ModelError("node {} must be concatenated along one axis", reading.node.name());
  }
  return reading.keep(reading.inputs.size() - 1, Concat{axis[0]});
}

TypedNode read_resize(const Reading& reading) {
  reading.need_inputs(2, 2);
  const std::vector<int> size = reading.integers(1);
  if (size.size() != 2 || size[0] < 1 || size[1] < 1) {
    throw ModelError("node {} must be resized to a number of rows and of columns", reading.node.name());
  }
  return reading.keep(1, Resize{.declared = {.height = size[0], .width = size[1]},
                                .half_pixel_centers = reading.node.flag("half_pixel_centers"),
                                .align_corners = reading.node.flag("align_corners")});
}

TypedNode read_transpose(const Reading& reading) {
  reading.need_inputs(2, 2);
  return reading.keep(1, Transpose{.permutation = reading.integers(1)});
}

using ReadOperator = TypedNode (*)(const Reading&);

const std::unordered_map<std::string_view, ReadOperator>& known_operations() {
  static const std::unordered_map<std::string_view, ReadOperator> known = {
      {"Placeholder", read_placeholder},
      {"Identity", read_identity},
      {"Conv2D", read_convolution<false>},
      {"_FusedConv2D", read_fused_convolution<false>},
      {"DepthwiseConv2dNative", read_convolution<true>},
      {"FusedDepthwiseConv2dNative", read_fused_convolution<true>},
      {"MaxPool", read_max_pool},
      {"Add", read_arithmetic<ArithmeticKind::add>},
      {"AddV2", read_arithmetic<ArithmeticKind::add>},
      {"BiasAdd", read_arithmetic<ArithmeticKind::add>},
      {"Sub", read_arithmetic<ArithmeticKind::subtract>},
      {"Mul", read_arithmetic<ArithmeticKind::multiply>},
      {"Relu", read_relu},
      {"Relu6", read_relu6},
      {"LeakyRelu", read_leaky_relu},
      {"Sigmoid", read_sigmoid},
      {"FusedBatchNorm", read_batch_norm},
      {"FusedBatchNormV2", read_batch_norm},
      {"FusedBatchNormV3", read_batch_norm},
      {"Mean", read_mean},
      {"Pad", read_pad},
      {"PadV2", read_pad},
      {"ConcatV2", read_concat},
      {"ResizeBilinear", read_resize},
      {"Transpose", read_transpose},
  };
  return known;
}

}  // namespace

TypedNode read_operator(const SourceNode& node, const Graph& graph, std::vector<NodeIndex> inputs) {
  const auto known = known_operations().find(node.operation());
  if (known == known_operations().end()) {
    throw ModelError("node {} is a {}, which is not a known operator", node.name(), node.operation());
  }
  return known->second({.node = node, .graph = graph, .inputs = std::move(inputs)});
}

}  // namespace brigade::models::network
