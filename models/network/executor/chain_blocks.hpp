#pragma once

#include "models/network/graph/graph.hpp"
#include "models/network/graph/shapes.hpp"

#include <cstdint>

namespace brigade::models::network {

/// An image of more values than this has left the second level cache before its reader comes to it.
inline constexpr std::int64_t kLeastChainedValues = 1 << 19;

/// Makes blocks the sources of others that alone read what they give, where that is an image of at least so many
/// values for an input image of that size: its rows are then made when they are needed, and the image is never in
/// memory. After fuse_blocks.
void chain_blocks(Graph& graph, Extent input_size, std::int64_t least_values = kLeastChainedValues);

}  // namespace brigade::models::network
