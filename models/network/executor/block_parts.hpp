#pragma once

#include "models/network/kernels/block.hpp"

#include <vector>

namespace brigade::models::network {

/// A block, or channels of it, and the rows of its output that one task computes.
struct BlockPart {
  Block block;
  BlockImages images;
  int first_row = 0;
  int end_row = 0;
};

/// Shares a block out between that many threads, so that the slowest of them has as little to do as can be: by rows of
/// the output, of which neighbours make some rows of the layer in between twice, or, where the depthwise layer is the
/// last and so has each of its channels to itself, by channels (but not where its image has several sources). Values do
/// not depend on it. One part for one thread.
[[nodiscard]] std::vector<BlockPart> share_out(const Block& block, const BlockImages& images, int threads);

}  // namespace brigade::models::network
