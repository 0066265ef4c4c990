#pragma once

#include "models/network/graph/graph.hpp"

namespace brigade::models::network {

/// Lets operators that go through their image row by row, which are means and blocks that begin with a depthwise layer,
/// resize it on the way, so that the resized image, and what a concatenation makes of it and others, never go to memory
/// and back. Only where all that read a resized image can do so: else it has to be in memory anyway and stays there.
/// `graph`: as fuse_blocks left it for an input image of that size. Leaves no dead nodes.
void take_in_resizes(Graph& graph, Extent input_size);

}  // namespace brigade::models::network
