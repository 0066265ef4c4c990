#pragma once

#include "models/network/kernels/block.hpp"

#include <span>
#include <vector>

namespace brigade::models::network {

/// A block and the images that it reads and writes.
struct PlacedBlock {
  Block block;
  BlockImages images;
};

/// Shares a block out between that many threads, so that the slowest of them has as little to do as can be: by rows of
/// the output, of which neighbours make some rows of the layer in between twice, or, where the depthwise layer is the
/// last and so has each of its channels to itself, by channels (but not where its image has several sources). Values do
/// not depend on it. One part for one thread. Several blocks that read one producer are shared out by rows, of which a
/// task has the same share of every block.
[[nodiscard]] std::vector<BlockTask> share_out(std::span<const PlacedBlock> readers, int threads);

}  // namespace brigade::models::network
