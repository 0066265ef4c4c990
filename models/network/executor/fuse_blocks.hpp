#pragma once

#include "models/network/executor/kernel_table.hpp"
#include "models/network/graph/graph.hpp"

#include <functional>
#include <vector>

namespace brigade::models::network {

using ChooseKernels = std::function<BlockChoice(const BlockShape&)>;

/// A depthwise convolution with the 1x1 ones around it, or a 1x1 convolution alone: what could be a block.
struct BlockCandidate {
  BlockShape shape;
  std::vector<NodeIndex> nodes;  ///< its convolutions, and activations, sums and products that a block takes in
};

/// All candidates of a graph, those of one convolution last. `shapes`: of the graph's nodes.
[[nodiscard]] std::vector<BlockCandidate> find_blocks(const Graph& graph, const std::vector<ImageShape>& shapes);

/// Makes blocks of our own kernels out of convolutions, where `choose` wants that: of depthwise convolutions together
/// with 1x1 ones before and after them, and of 1x1 ones alone; activations, residual sums and scales around them are
/// taken in. `shapes`: of the graph's nodes. Leaves no dead nodes.
void fuse_blocks(Graph& graph, const std::vector<ImageShape>& shapes, const ChooseKernels& choose);

/// Lets a resize clamp its output by itself where nothing else reads it.
void fuse_resize_clamps(Graph& graph);

}  // namespace brigade::models::network
