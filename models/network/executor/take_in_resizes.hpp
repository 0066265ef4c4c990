#pragma once

#include "models/network/graph/graph.hpp"
#include "models/network/graph/shapes.hpp"

#include <vector>

namespace brigade::models::network {

/// Lets operators that go through their image row by row, which are means and blocks that begin with a depthwise layer,
/// resize it on the way, so that the resized image, and what a concatenation makes of it and others, never go to memory
/// and back. Only where all that read a resized image can do so: else it has to be in memory anyway and stays there.
/// `shapes`: of the graph's nodes. Nodes that nothing reads any more stay until `remove_dead_code`.
void take_in_resizes(Graph& graph, const std::vector<ImageShape>& shapes);

}  // namespace brigade::models::network
