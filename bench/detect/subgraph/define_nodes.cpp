#include "bench/detect/subgraph/define_nodes.hpp"

#include "models/network/graph/model_error.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <type_traits>

namespace brigade::bench {

using namespace models::network;  // NOLINT(google-build-using-namespace): one graph's vocabulary, used on every line

namespace {

using Dimensions = std::array<std::size_t, 4>;

std::uint32_t count(int value) { return static_cast<std::uint32_t>(value); }
std::size_t size(int value) { return static_cast<std::size_t>(value); }

Dimensions dimensions(const ImageShape& shape) {
  return {1, size(shape.height), size(shape.width), size(shape.channels)};
}

void check(xnn_status status, const Node& node) {
  if (status != xnn_status_success) {
    throw ModelError("node {} cannot be defined: XNNPACK refuses it with status {}", node.name,
                     static_cast<int>(status));
  }
}

/// A value of XNNPACK's; `data`: of a constant.
std::uint32_t define_value(Definition& to, const Node& node, std::span<const std::size_t> shape, const void* data,
                           std::uint32_t external = XNN_INVALID_VALUE_ID, std::uint32_t flags = 0) {
  std::uint32_t id = XNN_INVALID_VALUE_ID;
  check(xnn_define_tensor_value(to.subgraph, xnn_datatype_fp32, shape.size(), shape.data(), data, external, flags, &id),
        node);
  return id;
}

std::uint32_t define_constant(Definition& to, NodeIndex index) {
  const Tensor& tensor = *float_constant(*to.graph, index);
  const std::array shape{static_cast<std::size_t>(element_count(tensor.shape))};
  return define_value(to, to.graph->nodes[index], shape, tensor.floats()->data());
}

/// From TensorFlow's rows x columns x in x out to XNNPACK's out x rows x columns x in.
std::vector<float> outputs_first(const Tensor& filter) {
  const auto outputs = static_cast<std::size_t>(filter.shape[3]);
  const std::vector<float>& values = *filter.floats();
  const std::size_t inner = values.size() / outputs;
  std::vector<float> turned(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    turned[i % outputs * inner + i / outputs] = values[i];
  }
  return turned;
}

std::uint32_t define_filter(Definition& to, const Node& node, const Convolution& convolution) {
  const Tensor& filter = *float_constant(*to.graph, node.inputs[1]);
  const auto side = [&](int axis) { return static_cast<std::size_t>(filter.shape.at(size(axis))); };
  if (convolution.depthwise) {
    const Dimensions shape{1, side(0), side(1), side(2) * side(3)};
    return define_value(to, node, shape, filter.floats()->data());
  }
  const Dimensions shape{side(3), side(0), side(1), side(2)};
  return define_value(to, node, shape, to.filters.emplace_back(outputs_first(filter)).data());
}

void define(Definition& to, NodeIndex index, const Convolution& convolution) {
  const Node& node = to.graph->nodes[index];
  const ImageShape& image = to.shapes[node.inputs[0]];
  const Extent kernel = kernel_of(*to.graph, node);
  const Padding around = explicit_padding(convolution.padding, {.height = image.height, .width = image.width},
                                          covered(kernel, convolution.dilation), convolution.stride);
  const std::uint32_t filter = define_filter(to, node, convolution);
  const std::uint32_t bias = node.inputs.size() == 3 ? define_constant(to, node.inputs[2]) : XNN_INVALID_VALUE_ID;
  const std::uint32_t input = to.values[node.inputs[0]];
  const Extent stride = convolution.stride;
  const Extent dilation = convolution.dilation;
  const Range clamp = convolution.clamp;
  const std::size_t channels = size(image.channels);
  if (convolution.depthwise) {
    const auto multiplier = count(to.shapes[index].channels / image.channels);
    check(xnn_define_depthwise_convolution_2d(to.subgraph, count(around.top), count(around.right), count(around.bottom),
                                              count(around.left), count(kernel.height), count(kernel.width),
                                              count(stride.height), count(stride.width), count(dilation.height),
                                              count(dilation.width), multiplier, channels, clamp.low, clamp.high, input,
                                              filter, bias, to.values[index], 0),
          node);
    return;
  }
  check(xnn_define_convolution_2d(to.subgraph, count(around.top), count(around.right), count(around.bottom),
                                  count(around.left), count(kernel.height), count(kernel.width), count(stride.height),
                                  count(stride.width), count(dilation.height), count(dilation.width), 1, channels,
                                  size(to.shapes[index].channels), clamp.low, clamp.high, input, filter, bias,
                                  to.values[index], 0),
        node);
}

void define_unary(Definition& to, NodeIndex index, xnn_unary_operator kind, const xnn_unary_params* parameters) {
  const Node& node = to.graph->nodes[index];
  check(xnn_define_unary(to.subgraph, kind, parameters, to.values[node.inputs[0]], to.values[index], 0), node);
}

void define(Definition& to, NodeIndex index, const HardSwish&) {
  define_unary(to, index, xnn_unary_hardswish, nullptr);
}

void define(Definition& to, NodeIndex index, const Sigmoid&) { define_unary(to, index, xnn_unary_sigmoid, nullptr); }

void define(Definition& to, NodeIndex index, const Clamp& clamp) {
  const xnn_unary_params parameters{.clamp = {.min = clamp.range.low, .max = clamp.range.high}};
  define_unary(to, index, xnn_unary_clamp, &parameters);
}

void define(Definition& to, NodeIndex index, const LeakyRelu& leaky) {
  const xnn_unary_params parameters{.leaky_relu = {.negative_slope = leaky.slope}};
  define_unary(to, index, xnn_unary_leaky_relu, &parameters);
}

void define(Definition& to, NodeIndex index, const Arithmetic& arithmetic) {
  constexpr std::array kKinds{xnn_binary_add, xnn_binary_subtract, xnn_binary_multiply};
  const Node& node = to.graph->nodes[index];
  check(xnn_define_binary(to.subgraph, kKinds.at(static_cast<std::size_t>(arithmetic.kind)), nullptr,
                          to.values[node.inputs[0]], to.values[node.inputs[1]], to.values[index], 0),
        node);
}

void define(Definition& to, NodeIndex index, const Mean&) {
  constexpr std::array<std::size_t, 2> kRowsAndColumns{1, 2};
  const Node& node = to.graph->nodes[index];
  check(xnn_define_static_reduce(to.subgraph, xnn_reduce_mean, kRowsAndColumns.size(), kRowsAndColumns.data(),
                                 to.values[node.inputs[0]], to.values[index], XNN_FLAG_KEEP_DIMS),
        node);
}

void define(Definition& to, NodeIndex index, const MaxPool& pool) {
  const Node& node = to.graph->nodes[index];
  const ImageShape& image = to.shapes[node.inputs[0]];
  const Padding around =
      explicit_padding(pool.padding, {.height = image.height, .width = image.width}, pool.window, pool.stride);
  const Range all;
  check(xnn_define_max_pooling_2d(to.subgraph, count(around.top), count(around.right), count(around.bottom),
                                  count(around.left), count(pool.window.height), count(pool.window.width),
                                  count(pool.stride.height), count(pool.stride.width), 1, 1, all.low, all.high,
                                  to.values[node.inputs[0]], to.values[index], 0),
        node);
}

void define(Definition& to, NodeIndex index, const Resize& resize) {
  const Node& node = to.graph->nodes[index];
  const ImageShape& image = to.shapes[index];
  const std::uint32_t unaligned = resize.half_pixel_centers ? 0U : XNN_FLAG_TENSORFLOW_LEGACY_MODE;
  check(xnn_define_static_resize_bilinear_2d(to.subgraph, size(image.height), size(image.width),
                                             to.values[node.inputs[0]], to.values[index],
                                             resize.align_corners ? XNN_FLAG_ALIGN_CORNERS : unaligned),
        node);
}

/// Pair by pair: XNNPACK has a function for each number of inputs, and no limit is worth a second way.
void define(Definition& to, NodeIndex index, const Concat&) {
  constexpr std::int32_t kChannels = 3;
  const Node& node = to.graph->nodes[index];
  std::uint32_t joined = to.values[node.inputs[0]];
  ImageShape shape = to.shapes[node.inputs[0]];
  for (std::size_t i = 1; i < node.inputs.size(); ++i) {
    shape.channels += to.shapes[node.inputs[i]].channels;
    const bool last = i + 1 == node.inputs.size();
    const std::uint32_t target = last ? to.values[index] : define_value(to, node, dimensions(shape), nullptr);
    check(xnn_define_concatenate2(to.subgraph, kChannels, joined, to.values[node.inputs[i]], target, 0), node);
    joined = target;
  }
}

// They are defined where they are read.
void define(Definition&, NodeIndex, const Constant&) {}
void define(Definition&, NodeIndex, const Input&) {}

template <typename Operator>
void define(Definition& to, NodeIndex index, const Operator&) {
  throw ModelError("node {} is of a kind that the bench does not define for plain XNNPACK",
                   to.graph->nodes[index].name);
}

/// Every value that is not a constant.
void define_images(Definition& to) {
  const std::vector<NodeIndex> externals = external_nodes(*to.graph);
  to.values.assign(to.graph->nodes.size(), XNN_INVALID_VALUE_ID);
  for (NodeIndex index = 0; index < to.graph->nodes.size(); ++index) {
    if (as<Constant>(*to.graph, index) != nullptr) {
      continue;
    }
    std::uint32_t external = XNN_INVALID_VALUE_ID;
    std::uint32_t flags = 0;
    if (const auto found = std::ranges::find(externals, index); found != externals.end()) {
      external = static_cast<std::uint32_t>(found - externals.begin());
      flags = external == 0 ? XNN_VALUE_FLAG_EXTERNAL_INPUT : XNN_VALUE_FLAG_EXTERNAL_OUTPUT;
    }
    to.values[index] = define_value(to, to.graph->nodes[index], dimensions(to.shapes[index]), nullptr, external, flags);
  }
}

/// The constants that a node reads as they are; a convolution defines its filter and bias itself.
void define_operands(Definition& to, const Node& node) {
  if (std::holds_alternative<Convolution>(node.op)) {
    return;
  }
  for (const NodeIndex operand : node.inputs) {
    if (float_constant(*to.graph, operand) != nullptr) {
      to.values[operand] = define_constant(to, operand);
    }
  }
}

}  // namespace

std::vector<NodeIndex> external_nodes(const Graph& graph) {
  std::vector<NodeIndex> nodes;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (as<Input>(graph, node) != nullptr) {
      nodes.push_back(node);
    }
  }
  std::ranges::transform(graph.outputs, std::back_inserter(nodes), &Output::node);
  return nodes;
}

void define_nodes(Definition& to) {
  define_images(to);
  for (NodeIndex index = 0; index < to.graph->nodes.size(); ++index) {
    define_operands(to, to.graph->nodes[index]);
    std::visit([&](const auto& op) { define(to, index, op); }, to.graph->nodes[index].op);
  }
}

}  // namespace brigade::bench
