#include "models/network/executor/fuse_blocks.hpp"

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
  NodeIndex input = 0;
  std::optional<NodeIndex> scale;
  std::optional<NodeIndex> residual;
  NodeIndex value = 0;
};

class Fuser {
 public:
  Fuser(Graph& graph, const std::vector<ImageShape>& shapes)
      : graph_(&graph), shapes_(&shapes), uses_(count_uses(graph)) {
    readers_.resize(graph.nodes.size());
    for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
      for (const NodeIndex input : graph.nodes[node].inputs) {
        readers_[input].push_back(node);
      }
    }
  }

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

  [[nodiscard]] std::optional<Chain> chain_alone(NodeIndex pointwise) const {
    Chain chain;
    chain.project = pointwise_layer(pointwise);
    return chain.project ? std::optional(chain) : std::nullopt;
  }

  /// The chain with all that it computes.
  [[nodiscard]] BlockCandidate candidate(Chain chain) const {
    find_surroundings(chain);
    BlockCandidate candidate{.shape = shape_of(chain), .nodes = {chain.value}};
    for (const auto& layer : {chain.expand, chain.depthwise, chain.project}) {
      if (layer) {
        candidate.nodes.push_back(layer->convolution);
        candidate.nodes.push_back(layer->value);
      }
    }
    if (chain.scale) {
      candidate.nodes.push_back(inputs(chain.depthwise->convolution)[0]);
    }
    return candidate;
  }

  void fuse_depthwise(NodeIndex node, const ChooseKernels& choose) {
    auto found = chain_around(node);
    if (!found) {
      return;
    }
    Chain& chain = *found;
    const BlockChoice choice = choose(shape_of(chain));
    if (!choice.depthwise) {
      return;
    }
    if (!choice.expand) {
      chain.expand.reset();
    }
    if (!choice.project) {
      chain.project.reset();
    }
    fuse(chain);
  }

  void fuse_pointwise(NodeIndex node, const ChooseKernels& choose) {
    auto chain = chain_alone(node);
    if (chain && choose(shape_of(*chain)).project) {
      fuse(*chain);
    }
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

  [[nodiscard]] BlockShape shape_of(const Chain& chain) const {
    const auto channels = [&](const std::optional<Layer>& layer) {
      return layer ? (*shapes_)[layer->convolution].channels : 0;
    };
    const Layer& first = chain.expand ? *chain.expand : chain.depthwise ? *chain.depthwise : *chain.project;
    BlockShape shape{.input = (*shapes_)[inputs(first.convolution)[0]],
                     .expanded = channels(chain.expand),
                     .projected = channels(chain.project)};
    if (chain.depthwise) {
      const NodeIndex node = chain.depthwise->convolution;
      shape.window = static_cast<int>(float_constant(*graph_, inputs(node)[1])->shape[0]);
      shape.stride = as<Convolution>(*graph_, node)->stride.height;
    }
    return shape;
  }

  /// A product that only depthwise convolutions which start a block read can be left to them: the image's padding is 0
  /// before and after it.
  void take_scale(Chain& chain) const {
    const NodeIndex product = chain.input;
    const auto* arithmetic = as<Arithmetic>(*graph_, product);
    if (chain.expand || !chain.depthwise || arithmetic == nullptr || arithmetic->kind != ArithmeticKind::multiply) {
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
    if (!chain.project || chain.project->hard_swish || !reader ||
        !as<Convolution>(*graph_, chain.project->convolution)->clamp.unbounded()) {
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

  static const Layer& last_of(const Chain& chain) { return chain.project ? *chain.project : *chain.depthwise; }

  void find_surroundings(Chain& chain) const {
    const Layer& first = chain.expand ? *chain.expand : chain.depthwise ? *chain.depthwise : *chain.project;
    chain.input = inputs(first.convolution)[0];
    chain.value = last_of(chain).value;
    take_scale(chain);
    take_residual(chain);
  }

  void fuse(Chain& chain) {
    find_surroundings(chain);
    FusedBlock block;
    std::vector<NodeIndex> block_inputs{chain.input};
    const auto add_layer = [&](const std::optional<Layer>& layer) -> std::optional<BlockLayer> {
      if (!layer) {
        return std::nullopt;
      }
      const NodeIndex convolution = layer->convolution;
      if (inputs(convolution).size() == 2) {
        set_bias(*graph_, convolution, bias_of(*graph_, convolution));
      }
      const BlockLayer made{.convolution = *as<Convolution>(*graph_, convolution),
                            .hard_swish = layer->hard_swish,
                            .filter = block_inputs.size()};
      block_inputs.insert(block_inputs.end(), inputs(convolution).begin() + 1, inputs(convolution).end());
      return made;
    };
    block.expand = add_layer(chain.expand);
    block.depthwise = add_layer(chain.depthwise);
    block.project = add_layer(chain.project);
    const auto add_input = [&](const std::optional<NodeIndex>& node) -> std::optional<std::size_t> {
      if (!node) {
        return std::nullopt;
      }
      block_inputs.push_back(*node);
      return block_inputs.size() - 1;
    };
    block.residual = add_input(chain.residual);
    block.scale = add_input(chain.scale);
    graph_->nodes[chain.value] = {
        .name = graph_->nodes[last_of(chain).convolution].name, .op = block, .inputs = block_inputs};
  }

  Graph* graph_;
  const std::vector<ImageShape>* shapes_;
  std::vector<int> uses_;
  std::vector<std::vector<NodeIndex>> readers_;
};

}  // namespace

std::vector<BlockCandidate> find_blocks(const Graph& graph, const std::vector<ImageShape>& shapes) {
  Graph copy = graph;
  const Fuser fuser(copy, shapes);
  std::vector<BlockCandidate> found;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (const auto chain = fuser.chain_around(node)) {
      found.push_back(fuser.candidate(*chain));
    }
  }
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (const auto chain = fuser.chain_alone(node)) {
      found.push_back(fuser.candidate(*chain));
    }
  }
  return found;
}

void fuse_blocks(Graph& graph, const std::vector<ImageShape>& shapes, const ChooseKernels& choose) {
  const std::size_t count = graph.nodes.size();
  Fuser fuser(graph, shapes);
  for (NodeIndex node = 0; node < count; ++node) {
    fuser.fuse_depthwise(node, choose);
  }
  for (NodeIndex node = 0; node < count; ++node) {
    fuser.fuse_pointwise(node, choose);
  }
  remove_dead_code(graph);
}

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

}  // namespace brigade::models::network
