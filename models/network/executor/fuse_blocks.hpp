#pragma once

#include "models/network/executor/kernel_table.hpp"
#include "models/network/graph/graph.hpp"

#include <functional>
#include <vector>

namespace brigade::models::network {

using ChooseKernels = std::function<BlockChoice(const BlockShape&)>;

/// A depthwise convolution with the 1x1 ones around it, or a dense convolution, 1x1 or with a window, alone: what could
/// be a block.
struct BlockCandidate {
  BlockShape shape;
  std::vector<NodeIndex> nodes;  ///< its convolutions, and activations, sums and products that a block takes in
};

/// All candidates of a graph, those of one convolution last. `shapes`: of the graph's nodes.
[[nodiscard]] std::vector<BlockCandidate> find_blocks(const Graph& graph, const std::vector<ImageShape>& shapes);

/// Makes blocks of our own kernels out of convolutions, where `choose` wants that for an input image of that size: of
/// depthwise convolutions together with 1x1 ones before and after them, and of dense ones alone; activations, residual
/// sums and scales around them are taken in. What gives a sparse output becomes a block of a depthwise convolution and
/// a 1x1 one, if it is those, whatever `choose` says. A resize takes in a clamp after it. Leaves no dead nodes. Throws
/// ModelError where shapes do not fit together.
void fuse_blocks(Graph& graph, Extent input_size, const ChooseKernels& choose);

/// Makes a block of a dense convolution alone, without what surrounds it, whatever a table would choose. False where
/// none of our kernels computes it. `shapes`: of the graph's nodes.
bool fuse_alone(Graph& graph, NodeIndex convolution, const std::vector<ImageShape>& shapes);

}  // namespace brigade::models::network
