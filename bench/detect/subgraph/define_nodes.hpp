#pragma once

#include "models/network/graph/graph.hpp"
#include "models/network/graph/shapes.hpp"

#include <xnnpack.h>

#include <cstdint>
#include <list>
#include <vector>

namespace brigade::bench {

/// A graph with the shapes of its values, on its way into a subgraph of XNNPACK. Graph and `filters` must outlive the
/// runtime that is made of the subgraph: constants are read where they lie.
struct Definition {
  const models::network::Graph* graph = nullptr;
  std::vector<models::network::ImageShape> shapes;
  xnn_subgraph_t subgraph = nullptr;
  std::vector<std::uint32_t> values;      ///< XNNPACK's number of each node's value
  std::list<std::vector<float>> filters;  ///< those whose order XNNPACK wants otherwise
};

/// The images of the graph and what it gives, in the order of XNNPACK's external values: first the one input, then the
/// outputs.
[[nodiscard]] std::vector<models::network::NodeIndex> external_nodes(const models::network::Graph& graph);

/// Defines every node, after the external values. Throws ModelError where XNNPACK refuses, or a node is of a kind that
/// no catalogued detector is left with after the optimiser's passes.
void define_nodes(Definition& to);

}  // namespace brigade::bench
