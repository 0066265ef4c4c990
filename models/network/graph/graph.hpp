#pragma once

#include "models/network/graph/quantisation.hpp"
#include "models/network/graph/range.hpp"
#include "models/network/graph/tensor.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace brigade::models::network {

/// Position of a node in Graph::nodes.
using NodeIndex = std::size_t;

/// Something counted along the rows and columns of an image: a stride, a dilation, a window.
struct Extent {
  int height = 1;
  int width = 1;
};

/// Pixels put around an image; `same` asks for TensorFlow's SAME, whose amounts depend on the size of the input.
struct Padding {
  int top = 0;
  int right = 0;
  int bottom = 0;
  int left = 0;
  bool same = false;
};

/// The image: the graph's only placeholder. `declared` is its shape in the model file (0 or less: left open).
struct Input {
  Shape declared;
};

struct Constant {
  Tensor tensor;
};

/// Inputs: image, filter (height x width x in x out; depthwise: height x width x channels x multiplier), and bias
/// where there is one.
struct Convolution {
  Extent stride = {};
  Extent dilation = {};
  Padding padding = {};
  bool depthwise = false;
  Range clamp = {};                   ///< of the output
  InputRounding input_rounding = {};  ///< of a convolution that is to be computed in int8
  /// Of each output channel, where the filter's values, times the scale of their input channel if there is one, are
  /// multiples of it, -kMostWeight to kMostWeight times; empty: any floats.
  std::vector<float> filter_scales = {};

  [[nodiscard]] bool int8() const { return !input_rounding.scales.empty(); }
};

struct MaxPool {
  Extent window = {};
  Extent stride = {};
  Padding padding = {};
};

struct Clamp {
  Range range;
};

/// x * min(max(x + 3, 0), 6) / 6
struct HardSwish {};

struct LeakyRelu {
  float slope = 0;  ///< of negative values
};

struct Sigmoid {};

enum class ArithmeticKind : std::uint8_t { add, subtract, multiply };

/// Of two inputs, elementwise with broadcasting.
struct Arithmetic {
  ArithmeticKind kind = ArithmeticKind::add;
};

/// Inputs: image, scale, offset, mean, variance, each of one value a channel.
struct BatchNorm {
  float epsilon = 0;
};

/// `amounts`: before and after each dimension, in turn.
struct Pad {
  std::vector<int> amounts;
  float value = 0;
};

struct Concat {
  int axis = 0;
};

/// Bilinear. The model file gives the output's size; relative to the input's size it fits any size.
struct Resize {
  Extent declared;                               ///< output size in the model file
  Extent reference = {.height = 0, .width = 0};  ///< input size that `declared` belongs to; 0 while unknown
  bool half_pixel_centers = false;
  bool align_corners = false;
  Range clamp = {};  ///< of the output
};

/// Channels of the image that an operator reads: an input of its node, resized on the way where that says so.
struct Source {
  std::size_t input = 0;
  std::optional<Resize> resize = std::nullopt;
};

/// Keeps the reduced dimensions with size 1.
struct Mean {
  std::vector<int> axes;
  std::vector<Source> sources = {};  ///< what its image is made of, channels one after another; empty: input 0 as it is
};

struct Transpose {
  std::vector<int> permutation;
};

struct Identity {};

/// A convolution within a block. `filter`: position of its filter in the block's inputs; its bias comes right after.
struct BlockLayer {
  Convolution convolution;
  bool hard_swish = false;  ///< instead of the clamp
  std::size_t filter = 0;
};

/// A depthwise convolution with a 1x1 one after it.
struct FusedBranch {
  BlockLayer depthwise;
  BlockLayer project;
};

/// Convolutions that our own kernels compute as one: a 1x1, a depthwise and another 1x1 one, of which some may be left
/// out; or a dense one with a window alone. Inputs: image, then what the layers and the positions below say. A block
/// whose input another block makes, its producer, has the producer's inputs before its own. See kernels/block.hpp.
struct FusedBlock {
  std::optional<BlockLayer> expand = std::nullopt;
  std::optional<BlockLayer> depthwise = std::nullopt;
  std::optional<BlockLayer> project = std::nullopt;
  std::optional<BlockLayer> dense = std::nullopt;
  std::optional<FusedBranch> beside = std::nullopt;    ///< reads the same image; is added likewise
  std::optional<std::size_t> residual = std::nullopt;  ///< an image that is added to the output, before its activation
  std::optional<std::size_t> scale = std::nullopt;     ///< one pixel that every pixel of the image is multiplied with
  bool adds_input = false;                             ///< the residual is what the producer makes
  std::shared_ptr<const FusedBlock> producer = nullptr;
  std::vector<Source> sources = {};  ///< as Mean's, where the block begins with its depthwise layer
};

using Operator = std::variant<Input, Constant, Convolution, MaxPool, Clamp, HardSwish, LeakyRelu, Sigmoid, Arithmetic,
                              BatchNorm, Mean, Pad, Concat, Resize, Transpose, Identity, FusedBlock>;

struct Node {
  std::string name;  ///< in the model file
  Operator op;
  std::vector<NodeIndex> inputs;
};

/// One of the values the graph is cut at.
struct Output {
  std::string name;
  NodeIndex node = 0;
  bool sparse = false;    ///< a run leaves it out; single pixels are computed when they are asked for
  bool searched = false;  ///< a run finds the largest values of neighbours as well
};

/// What the outputs need and nothing else. As read, and after `remove_dead_code`, nodes come after their inputs; passes
/// may append nodes out of order in between.
struct Graph {
  std::vector<Node> nodes;
  std::vector<Output> outputs;
};

/// The node as an operator of that kind, or null.
template <typename Kind>
[[nodiscard]] const Kind* as(const Graph& graph, NodeIndex node) {
  return std::get_if<Kind>(&graph.nodes[node].op);
}
template <typename Kind>
[[nodiscard]] Kind* as(Graph& graph, NodeIndex node) {
  return std::get_if<Kind>(&graph.nodes[node].op);
}

/// The values of a node that is a constant of floats, or null.
[[nodiscard]] const Tensor* float_constant(const Graph& graph, NodeIndex node);

/// The value of a constant that holds exactly one float, or null.
[[nodiscard]] const float* scalar_constant(const Graph& graph, NodeIndex node);

/// How many inputs and outputs refer to each node.
[[nodiscard]] std::vector<int> count_uses(const Graph& graph);

/// The nodes that read each node, in order; who reads it several times is there as often.
[[nodiscard]] std::vector<std::vector<NodeIndex>> readers_of(const Graph& graph);

/// Whether the node gives a sparse output.
[[nodiscard]] bool is_sparse(const Graph& graph, NodeIndex node);

/// Lets everything that reads `from`, outputs included, read `to`.
void replace_uses(Graph& graph, NodeIndex from, NodeIndex to);

/// The same, and leaves of the node only a constant without values, which reads nothing any more.
void bypass(Graph& graph, NodeIndex node, NodeIndex to);

NodeIndex add_node(Graph& graph, Node node);
NodeIndex add_constant(Graph& graph, std::string name, Shape shape, std::vector<float> values);

}  // namespace brigade::models::network
