#pragma once

#include "models/network/kernels/block.hpp"

#include <cstddef>
#include <span>

namespace brigade::models::network {

/// compute_rows of blocks that are no 1x1 convolution alone: of one with its chain of producers, or of several that
/// read one producer, each row of which is made once and kept until all have read it.
void compute_side_by_side(std::span<const BlockPart> readers, float* memory);

/// Floats of working memory that it needs.
[[nodiscard]] std::size_t side_by_side_floats(std::span<const BlockPart> readers);

}  // namespace brigade::models::network
