#pragma once

#include "models/network/graph/graph.hpp"
#include "models/network/graph/shapes.hpp"

namespace brigade::models::network {

/// Makes one block of two whose outputs are summed, each a depthwise convolution with a 1x1 one after it, where both
/// read the same image: it is read once then, and what the first one gives never goes to memory. The outputs stay the
/// same to the last bit. `graph`: as fuse_blocks left it for an input image of that size, before chain_blocks and
/// take_in_resizes. Leaves no dead nodes.
void join_branches(Graph& graph, Extent input_size);

}  // namespace brigade::models::network
