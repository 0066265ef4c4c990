#include "models/network/executor/chain_blocks.hpp"

#include "models/network/executor/fuse_blocks.hpp"
#include "models/network/kernels/block.hpp"
#include "models/network/passes/passes.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace brigade::models::network {

namespace {

std::size_t length_of(const FusedBlock& block) { return 1 + (block.producer ? length_of(*block.producer) : 0); }

/// Whether its rows can be made one by one for another block: what is added to them would have to be an image, and a
/// 1x1 convolution alone scales pixels of an image.
bool makes_rows(const FusedBlock& block) { return !block.residual && (block.dense || block.depthwise || !block.scale); }

/// Moves the positions behind the block's image, which the producer's inputs take the place of, and leaves the residual
/// out that is this image.
void move_positions(FusedBlock& block, std::size_t producer_inputs) {
  const auto moved = [&](std::size_t position) {
    const bool behind_residual = block.adds_input && block.residual && position > *block.residual;
    return position + producer_inputs - 1 - (behind_residual ? 1 : 0);
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
        readers_(readers_of(graph)),
        least_values_(least_values) {
    for (std::vector<NodeIndex>& readers : readers_) {
      const auto repeated = std::ranges::unique(readers);
      readers.erase(repeated.begin(), repeated.end());
    }
    for (const Output& output : graph.outputs) {
      readers_[output.node].clear();
    }
  }

  /// Makes a block the producer of its readers.
  void chain(NodeIndex producer) {
    const std::vector<NodeIndex>& readers = readers_[producer];
    if (shapes_[producer].values() < least_values_ || readers.empty() || readers.size() > kMostReaders ||
        !std::ranges::all_of(readers, [&](NodeIndex reader) { return can_read_rows(reader, producer); })) {
      return;
    }
    // Of several readers each spares the image, which is more than XNNPACK's kernels spare.
    if (readers.size() > 1 && as<Convolution>(*graph_, producer) != nullptr) {
      fuse_alone(*graph_, producer, shapes_);
    }
    const auto* block = as<FusedBlock>(*graph_, producer);
    if (block == nullptr || !makes_rows(*block) || length_of(*block) >= kLongestChain) {
      return;
    }
    const auto shared = std::make_shared<const FusedBlock>(*block);
    for (const NodeIndex reader : readers) {
      give_producer(reader, shared, graph_->nodes[producer].inputs);
    }
  }

 private:
  [[nodiscard]] bool can_read_rows(NodeIndex reader, NodeIndex producer) const {
    const auto* block = as<FusedBlock>(*graph_, reader);
    const std::vector<NodeIndex>& inputs = graph_->nodes[reader].inputs;
    if (block == nullptr || block->producer || !block->depthwise || block->scale || is_sparse(*graph_, reader) ||
        inputs[0] != producer) {
      return false;
    }
    if (readers_[producer].size() > 1) {
      return !block->residual;  // which might be computed between one reader and the next
    }
    return std::ranges::count(inputs, producer) == 1 || adds_its_rows(*block, inputs);
  }

  /// The row that is added is still there only where the depthwise layer reads it.
  static bool adds_its_rows(const FusedBlock& block, const std::vector<NodeIndex>& inputs) {
    return block.residual && inputs[*block.residual] == inputs[0] && !block.expand;
  }

  void give_producer(NodeIndex reader, const std::shared_ptr<const FusedBlock>& producer,
                     std::vector<NodeIndex> inputs) {
    auto& block = std::get<FusedBlock>(graph_->nodes[reader].op);
    const std::size_t producer_inputs = inputs.size();
    const std::vector<NodeIndex>& own = graph_->nodes[reader].inputs;
    block.adds_input = block.residual && own[*block.residual] == own[0];
    for (std::size_t i = 1; i < own.size(); ++i) {
      if (!block.adds_input || i != *block.residual) {
        inputs.push_back(own[i]);
      }
    }
    block.producer = producer;
    move_positions(block, producer_inputs);
    graph_->nodes[reader].inputs = std::move(inputs);
  }

  Graph* graph_;
  std::vector<ImageShape> shapes_;
  std::vector<std::vector<NodeIndex>> readers_;  ///< each once; none of an output
  std::int64_t least_values_;
};

}  // namespace

void chain_blocks(Graph& graph, Extent input_size, std::int64_t least_values) {
  Chainer chainer(graph, input_size, least_values);
  const std::size_t count = graph.nodes.size();
  for (NodeIndex node = 0; node < count; ++node) {
    chainer.chain(node);
  }
  remove_dead_code(graph);
}

std::vector<NodeIndex> computed_with(const Graph& graph) {
  std::vector<NodeIndex> first(graph.nodes.size());
  std::map<const FusedBlock*, NodeIndex> readers;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    const auto* block = as<FusedBlock>(graph, node);
    const bool has_producer = block != nullptr && block->producer;
    first[node] = has_producer ? readers.try_emplace(block->producer.get(), node).first->second : node;
  }
  return first;
}

}  // namespace brigade::models::network
