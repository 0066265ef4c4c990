#pragma once

#include "models/network/graph/graph.hpp"
#include "models/network/reader/source_node.hpp"

#include <vector>

namespace brigade::models::network {

/// A node's operator and those of its inputs that stay edges of the graph; constants that only describe it (axes,
/// paddings, sizes) are read into the operator.
struct TypedNode {
  Operator op;
  std::vector<NodeIndex> inputs;
};

/// Turns a node of the model file, not a constant, into an operator of ours. `graph` holds its inputs already. Throws
/// ModelError for operations and variants that are not known.
[[nodiscard]] TypedNode read_operator(const SourceNode& node, const Graph& graph, std::vector<NodeIndex> inputs);

}  // namespace brigade::models::network
