#include "models/network/executor/fuse_blocks.hpp"

#include "models/network/kernels/block.hpp"
#include "models/network/passes/convolution_constants.hpp"
#include "models/network/passes/passes.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace brigade::models::network {

namespace {

/// A convolution and the activation after it: the last of both gives the value.
struct Layer {
  NodeIndex convolution = 0;
  NodeIndex value = 0;
  bool hard_swish = false;
};

/// Layers that may become one block, and what surrounds them.
struct Chain {
  std::optional<Layer> expand;
  std::optional<Layer> depthwise;
  std::optional<Layer> project;
  std::optional<Layer> dense;
  NodeIndex input = 0;
  std::optional<NodeIndex> scale;
  std::optional<NodeIndex> residual;
  NodeIndex value = 0;

  // NOLINTBEGIN(bugprone-unchecked-optional-access): at least one layer is there, and `expand` is never the last
  [[nodiscard]] const Layer& first() const {
    if (expand) {
      return *expand;
    }
    return depthwise ? *depthwise : last();
  }
  [[nodiscard]] const Layer& last() const {
    if (dense) {
      return *dense;
    }
    return project ? *project : *depthwise;
  }
  // NOLINTEND(bugprone-unchecked-optional-access)
};

/// Finds chains in a graph; stays right while blocks replace them.
class ChainFinder {
 public:
  ChainFinder(const Graph& graph, const std::vector<ImageShape>& shapes)
      : graph_(&graph), shapes_(&shapes), uses_(count_uses(graph)), readers_(readers_of(graph)) {}

  /// A depthwise convolution with as much around it as could be one block with it.
  [[nodiscard]] std::optional<Chain> chain_around(NodeIndex depthwise) const {
    Chain chain;
    chain.depthwise = depthwise_layer(depthwise);
    if (!chain.depthwise) {
      return std::nullopt;
    }
    chain.expand = pointwise_before(depthwise);
    chain.project = pointwise_after(*chain.depthwise);
    return chain;
  }

  /// A dense convolution.
  [[nodiscard]] std::optional<Chain> chain_alone(NodeIndex convolution) const {
    Chain chain;
    chain.project = pointwise_layer(convolution);
    chain.dense = chain.project ? std::nullopt : dense_layer(convolution);
    return chain.project || chain.dense ? std::optional(chain) : std::nullopt;
  }

  /// What the chain reads and gives, products and sums around it taken in.
  [[nodiscard]] Chain with_surroundings(Chain chain) const {
    chain.input = inputs(chain.first().convolution)[0];
    chain.value = chain.last().value;
    take_scale(chain);
    take_residual(chain);
    return chain;
  }

  [[nodiscard]] BlockShape shape_of(const Chain& chain) const {
    const auto channels = [&](const std::optional<Layer>& layer) {
      return layer ? (*shapes_)[layer->convolution].channels : 0;
    };
    BlockShape shape{.input = (*shapes_)[inputs(chain.first().convolution)[0]],
                     .expanded = channels(chain.expand),
                     .projected = channels(chain.dense ? chain.dense : chain.project),
                     .dense = chain.dense.has_value()};
    for (const auto& layer : {chain.expand, chain.project}) {
      shape.int8 = shape.int8 || (layer && as<Convolution>(*graph_, layer->convolution)->int8());
    }
    if (const auto& layer = chain.dense ? chain.dense : chain.depthwise) {
      const NodeIndex node = layer->convolution;
      shape.window = static_cast<int>(float_constant(*graph_, inputs(node)[1])->shape[0]);
      shape.stride = as<Convolution>(*graph_, node)->stride.height;
    }
    return shape;
  }

 private:
  [[nodiscard]] const std::vector<NodeIndex>& inputs(NodeIndex node) const { return graph_->nodes[node].inputs; }

  /// The only node that reads this one, if there is just that one and no output is read here.
  [[nodiscard]] std::optional<NodeIndex> only_reader(NodeIndex node) const {
    if (uses_[node] != 1 || readers_[node].size() != 1) {
      return std::nullopt;
    }
    return readers_[node].front();
  }

  [[nodiscard]] Layer with_activation(NodeIndex convolution) const {
    const auto reader = only_reader(convolution);
    if (reader && as<HardSwish>(*graph_, *reader) != nullptr &&
        as<Convolution>(*graph_, convolution)->clamp.unbounded()) {
      return {.convolution = convolution, .value = *reader, .hard_swish = true};
    }
    return {.convolution = convolution, .value = convolution};
  }

  [[nodiscard]] bool is_simple(NodeIndex node, bool depthwise) const {
    const auto* convolution = as<Convolution>(*graph_, node);
    return convolution != nullptr && convolution->depthwise == depthwise && convolution->dilation.height == 1 &&
           convolution->dilation.width == 1 && convolution->stride.height == convolution->stride.width;
  }

  [[nodiscard]] std::optional<Layer> depthwise_layer(NodeIndex node) const {
    if (!is_simple(node, true)) {
      return std::nullopt;
    }
    const Shape& filter = float_constant(*graph_, inputs(node)[1])->shape;
    const int stride = as<Convolution>(*graph_, node)->stride.height;
    const bool known = filter[0] == filter[1] && (filter[0] == 3 || filter[0] == 5) && filter[3] == 1 && stride <= 2;
    return known ? std::optional(with_activation(node)) : std::nullopt;
  }

  [[nodiscard]] std::optional<Layer> pointwise_layer(NodeIndex node) const {
    if (!is_simple(node, false) || as<Convolution>(*graph_, node)->stride.height != 1) {
      return std::nullopt;
    }
    const Shape& filter = float_constant(*graph_, inputs(node)[1])->shape;
    const Padding& padding = as<Convolution>(*graph_, node)->padding;
    const bool padded = padding.top + padding.bottom + padding.left + padding.right > 0;
    return filter[0] == 1 && filter[1] == 1 && !padded ? std::optional(with_activation(node)) : std::nullopt;
  }

  /// With a window, or a 1x1 one that does not take every pixel once.
  [[nodiscard]] std::optional<Layer> dense_layer(NodeIndex node) const {
    if (!is_simple(node, false)) {
      return std::nullopt;
    }
    const Shape& filter = float_constant(*graph_, inputs(node)[1])->shape;
    const int stride = as<Convolution>(*graph_, node)->stride.height;
    const bool known = filter[0] == filter[1] && filter[0] <= kLargestWindow && stride <= 2;
    return known ? std::optional(with_activation(node)) : std::nullopt;
  }

  [[nodiscard]] std::optional<Layer> pointwise_before(NodeIndex depthwise) const {
    const NodeIndex value = inputs(depthwise)[0];
    const NodeIndex convolution = as<HardSwish>(*graph_, value) != nullptr ? inputs(value)[0] : value;
    const auto layer = pointwise_layer(convolution);
    return layer && layer->value == value && only_reader(value) ? layer : std::nullopt;
  }

  [[nodiscard]] std::optional<Layer> pointwise_after(const Layer& depthwise) const {
    const auto reader = only_reader(depthwise.value);
    return reader ? pointwise_layer(*reader) : std::nullopt;
  }

  /// A product that only blocks read can be left to those that begin with a depthwise layer, which copies its rows (and
  /// the image's padding is 0 before and after it), or with `project`, which rounds its pixels or copies a few at once.
  void take_scale(Chain& chain) const {
    const NodeIndex product = chain.input;
    const auto* arithmetic = as<Arithmetic>(*graph_, product);
    if (chain.expand || chain.dense || arithmetic == nullptr || arithmetic->kind != ArithmeticKind::multiply) {
      return;
    }
    for (const bool swapped : {false, true}) {
      const NodeIndex image = inputs(product)[swapped ? 1 : 0];
      const NodeIndex scale = inputs(product)[swapped ? 0 : 1];
      const ImageShape& one = (*shapes_)[scale];
      if ((*shapes_)[image] == (*shapes_)[product] && one.pixels() == 1 &&
          one.channels == (*shapes_)[product].channels) {
        chain.input = image;
        chain.scale = scale;
        return;
      }
    }
  }

  /// A sum with another image of the same shape.
  void take_residual(Chain& chain) const {
    const auto reader = only_reader(chain.value);
    const auto& layer = chain.dense ? chain.dense : chain.project;
    if (!layer || layer->hard_swish || !reader || !as<Convolution>(*graph_, layer->convolution)->clamp.unbounded()) {
      return;
    }
    const auto* arithmetic = as<Arithmetic>(*graph_, *reader);
    if (arithmetic == nullptr || arithmetic->kind != ArithmeticKind::add) {
      return;
    }
    const NodeIndex other = inputs(*reader)[inputs(*reader)[0] == chain.value ? 1 : 0];
    if (other != chain.value && (*shapes_)[other] == (*shapes_)[chain.value]) {
      chain.residual = other;
      chain.value = *reader;
    }
  }

  const Graph* graph_;
  const std::vector<ImageShape>* shapes_;
  std::vector<int> uses_;
  std::vector<std::vector<NodeIndex>> readers_;
};

/// Of a chain with its surroundings.
BlockCandidate candidate(const Graph& graph, const Chain& chain, const BlockShape& shape) {
  BlockCandidate candidate{.shape = shape, .nodes = {chain.value}};
  for (const auto& layer : {chain.expand, chain.depthwise, chain.project, chain.dense}) {
    if (layer) {
      candidate.nodes.push_back(layer->convolution);
      candidate.nodes.push_back(layer->value);
    }
  }
  if (chain.scale) {
    candidate.nodes.push_back(graph.nodes[chain.first().convolution].inputs[0]);
  }
  return candidate;
}

/// Without the layers around the depthwise convolution that are not chosen; nothing where that itself is not, or a
/// dense convolution alone.
std::optional<Chain> chosen_part(Chain chain, const BlockChoice& choice) {
  if (chain.depthwise ? !choice.depthwise : !choice.project) {
    return std::nullopt;
  }
  if (!choice.expand) {
    chain.expand.reset();
  }
  if (!choice.project) {
    chain.project.reset();
  }
  return chain;
}

/// Whether it is a 1x1 convolution of a single pixel whose weights can be read as 8 bits. Whatever table holds, it is
/// ours: the same sums for every instruction set, because what rounds its result makes more of a last digit.
bool has_rounded_weights_of_pixel(const Graph& graph, const std::vector<ImageShape>& shapes, const Chain& chain) {
  const NodeIndex convolution = chain.last().convolution;
  return !chain.depthwise && !chain.dense && shapes[graph.nodes[convolution].inputs[0]].pixels() == 1 &&
         !as<Convolution>(graph, convolution)->filter_scales.empty();
}

/// Puts a block where the chain's value is, with its surroundings.
void put_block(Graph& graph, const Chain& chain) {
  FusedBlock block;
  std::vector<NodeIndex> block_inputs{chain.input};
  const auto add_layer = [&](const std::optional<Layer>& layer) -> std::optional<BlockLayer> {
    if (!layer) {
      return std::nullopt;
    }
    const NodeIndex convolution = layer->convolution;
    if (graph.nodes[convolution].inputs.size() == 2) {
      set_bias(graph, convolution, bias_of(graph, convolution));
    }
    BlockLayer made{.convolution = *as<Convolution>(graph, convolution),
                    .hard_swish = layer->hard_swish,
                    .filter = block_inputs.size()};
    block_inputs.insert(block_inputs.end(), graph.nodes[convolution].inputs.begin() + 1,
                        graph.nodes[convolution].inputs.end());
    return made;
  };
  block.expand = add_layer(chain.expand);
  block.depthwise = add_layer(chain.depthwise);
  block.project = add_layer(chain.project);
  block.dense = add_layer(chain.dense);
  const auto add_input = [&](const std::optional<NodeIndex>& node) -> std::optional<std::size_t> {
    if (!node) {
      return std::nullopt;
    }
    block_inputs.push_back(*node);
    return block_inputs.size() - 1;
  };
  block.residual = add_input(chain.residual);
  block.scale = add_input(chain.scale);
  graph.nodes[chain.value] = {.name = graph.nodes[chain.last().convolution].name, .op = block, .inputs = block_inputs};
}

/// Lets a resize clamp its output by itself where nothing else reads it.
void fuse_resize_clamps(Graph& graph) {
  const std::vector<int> uses = count_uses(graph);
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    const auto* clamp = as<Clamp>(graph, node);
    if (clamp == nullptr) {
      continue;
    }
    const NodeIndex input = graph.nodes[node].inputs[0];
    if (auto* resize = as<Resize>(graph, input); resize != nullptr && uses[input] == 1) {
      resize->clamp = clamp->range;
      bypass(graph, node, input);
    }
  }
  remove_dead_code(graph);
}

}  // namespace

std::vector<BlockCandidate> find_blocks(const Graph& graph, const std::vector<ImageShape>& shapes) {
  const ChainFinder finder(graph, shapes);
  std::vector<BlockCandidate> found;
  const auto add = [&](const std::optional<Chain>& chain) {
    if (chain) {
      found.push_back(candidate(graph, finder.with_surroundings(*chain), finder.shape_of(*chain)));
    }
  };
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    add(finder.chain_around(node));
  }
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    add(finder.chain_alone(node));
  }
  return found;
}

void fuse_blocks(Graph& graph, Extent input_size, const ChooseKernels& choose) {
  fuse_resize_clamps(graph);
  const std::vector<ImageShape> shapes = infer_shapes(graph, input_size);
  const std::size_t count = graph.nodes.size();
  const ChainFinder finder(graph, shapes);
  const auto choice_for = [&](const Chain& chain) {
    const bool sparse = is_sparse(graph, finder.with_surroundings(chain).value);
    const bool ours = sparse || has_rounded_weights_of_pixel(graph, shapes, chain);
    return ours ? BlockChoice{.depthwise = true, .project = true} : choose(finder.shape_of(chain));
  };
  const auto fuse = [&](const std::optional<Chain>& chain) {
    const auto part = chain ? chosen_part(*chain, choice_for(*chain)) : std::nullopt;
    if (part) {
      put_block(graph, finder.with_surroundings(*part));
    }
  };
  for (NodeIndex node = 0; node < count; ++node) {
    fuse(finder.chain_around(node));
  }
  for (NodeIndex node = 0; node < count; ++node) {
    fuse(finder.chain_alone(node));
  }
  remove_dead_code(graph);
}

bool fuse_alone(Graph& graph, NodeIndex convolution, const std::vector<ImageShape>& shapes) {
  auto chain = ChainFinder(graph, shapes).chain_alone(convolution);
  if (!chain || chain->last().value != convolution) {
    return false;
  }
  chain->input = graph.nodes[convolution].inputs[0];
  chain->value = convolution;
  put_block(graph, *chain);
  return true;
}

}  // namespace brigade::models::network
