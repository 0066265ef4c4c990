#pragma once

#include "models/network/executor/kernel_table.hpp"
#include "models/network/graph/graph.hpp"

#include <functional>

namespace brigade::models::network {

/// Makes blocks of our own kernels out of convolutions, where `choose` wants that: of depthwise convolutions together
/// with 1x1 ones before and after them, and of 1x1 ones alone; activations, residual sums and scales around them are
/// taken in. `shapes`: of the graph's nodes, whose order stays topological; dead nodes are gone afterwards.
void fuse_blocks(Graph& graph, std::vector<ImageShape> shapes,
                 const std::function<BlockChoice(const BlockShape&)>& choose);

/// Lets a resize clamp its output by itself where nothing else reads it.
void fuse_resize_clamps(Graph& graph);

}  // namespace brigade::models::network
