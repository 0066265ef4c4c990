#pragma once

#include "models/network/kernels/block.hpp"

#include <cstddef>

namespace brigade::models::network {

/// Whether the block is a 1x1 convolution and nothing else, with which the functions below are called.
[[nodiscard]] bool is_pointwise_alone(const Block& block);

/// Floats of working memory that computing rows of it needs.
[[nodiscard]] std::size_t pointwise_rows_floats(const Block& block);

/// Computes the part's rows, as many pixels at once as fit the cache, whatever row they are of.
void compute_pointwise_rows(const BlockPart& part, float* memory);

}  // namespace brigade::models::network
