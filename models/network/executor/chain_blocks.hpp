#pragma once

#include "models/network/graph/graph.hpp"
#include "models/network/graph/shapes.hpp"

#include <cstdint>
#include <vector>

namespace brigade::models::network {

/// An image of more values than this has left the second level cache before its reader comes to it.
inline constexpr std::int64_t kLeastChainedValues = 1 << 18;

/// Makes blocks the producers of others that alone read what they give, where that is an image of at least so many
/// values for an input image of that size: its rows are then made when they are needed, and the image is never in
/// memory. Several readers have the same producer (FusedBlock::producer is the same for all), and are to be computed
/// side by side. After fuse_blocks.
void chain_blocks(Graph& graph, Extent input_size, std::int64_t least_values = kLeastChainedValues);

/// The node along with which each node is computed: the first one that reads the same producer, for others itself.
[[nodiscard]] std::vector<NodeIndex> computed_with(const Graph& graph);

}  // namespace brigade::models::network
