#pragma once

#include "models/network/graph/graph.hpp"
#include "models/network/kernels/kernel_set.hpp"

#include <algorithm>
#include <variant>
#include <vector>

namespace brigade::tests {

/// The first output of a graph whose blocks are made, for an image of noise that is always the same.
[[nodiscard]] std::vector<float> run_graph(const models::network::Graph& graph, models::network::Extent image,
                                           int threads, const models::network::KernelSet& kernels);

/// The largest difference, as a share of the range of what is expected.
[[nodiscard]] float difference(const std::vector<float>& values, const std::vector<float>& expected);

/// How many nodes are of that kind.
template <typename Kind>
[[nodiscard]] long count(const models::network::Graph& graph) {
  return std::ranges::count_if(graph.nodes,
                               [](const models::network::Node& node) { return std::holds_alternative<Kind>(node.op); });
}

}  // namespace brigade::tests
