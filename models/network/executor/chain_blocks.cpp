#include "models/network/executor/chain_blocks.hpp"

#include "models/network/kernels/block.hpp"
#include "models/network/passes/passes.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace brigade::models::network {

namespace {

std::size_t length_of(const FusedBlock& block) { return 1 + (block.source ? length_of(*block.source) : 0); }

/// Whether its rows can be made one by one for another block; what is added to them would have to be an image.
bool makes_rows(const FusedBlock& block) { return (block.dense || block.depthwise) && !block.residual; }

/// Moves the positions behind the block's image, which the source's inputs take the place of, and leaves the residual
/// out that is this image.
void move_positions(FusedBlock& block, std::size_t source_inputs) {
  const auto moved = [&](std::size_t position) {
    const bool behind_residual = block.adds_input && block.residual && position > *block.residual;
    return position + source_inputs - 1 - (behind_residual ? 1 : 0);
  };
  for (auto* layer : {&block.expand, &block.depthwise, &block.project}) {
    if (*layer) {
      (*layer)->filter = moved((*layer)->filter);
    }
  }
  if (block.beside) {
    block.beside->depthwise.filter = moved(block.beside->depthwise.filter);
    block.beside->project.filter = moved(block.beside->project.filter);
  }
  block.residual = block.residual && !block.adds_input ? std::optional(moved(*block.residual)) : std::nullopt;
}

class Chainer {
 public:
  Chainer(Graph& graph, Extent input_size, std::int64_t least_values)
      : graph_(&graph),
        shapes_(infer_shapes(graph, input_size)),
        uses_(count_uses(graph)),
        least_values_(least_values) {}

  void chain(NodeIndex node) {
    auto* block = as<FusedBlock>(*graph_, node);
    if (block == nullptr || !can_have_source(node, *block)) {
      return;
    }
    const Node& source = graph_->nodes[graph_->nodes[node].inputs[0]];
    std::vector<NodeIndex> inputs = source.inputs;
    const std::vector<NodeIndex>& own = graph_->nodes[node].inputs;
    block->adds_input = block->residual && own[*block->residual] == own[0];
    for (std::size_t i = 1; i < own.size(); ++i) {
      if (!block->adds_input || i != *block->residual) {
        inputs.push_back(own[i]);
      }
    }
    block->source = std::make_shared<FusedBlock>(std::get<FusedBlock>(source.op));
    move_positions(*block, source.inputs.size());
    graph_->nodes[node].inputs = std::move(inputs);
  }

 private:
  [[nodiscard]] bool can_have_source(NodeIndex node, const FusedBlock& block) const {
    const std::vector<NodeIndex>& inputs = graph_->nodes[node].inputs;
    const auto* source = as<FusedBlock>(*graph_, inputs[0]);
    if (source == nullptr || !makes_rows(*source) || !block.depthwise || block.scale || is_sparse(*graph_, node) ||
        shapes_[inputs[0]].values() < least_values_ || length_of(*source) >= kLongestChain) {
      return false;
    }
    const auto reads = std::ranges::count(inputs, inputs[0]);
    return reads == uses_[inputs[0]] && (reads == 1 || adds_its_rows(block, inputs));
  }

  /// The row that is added is still there only where the depthwise layer reads it.
  static bool adds_its_rows(const FusedBlock& block, const std::vector<NodeIndex>& inputs) {
    return block.residual && inputs[*block.residual] == inputs[0] && !block.expand;
  }

  Graph* graph_;
  std::vector<ImageShape> shapes_;
  std::vector<int> uses_;
  std::int64_t least_values_;
};

}  // namespace

void chain_blocks(Graph& graph, Extent input_size, std::int64_t least_values) {
  Chainer chainer(graph, input_size, least_values);
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    chainer.chain(node);
  }
  remove_dead_code(graph);
}

}  // namespace brigade::models::network
