#pragma once

#include "models/network/kernels/block.hpp"

#include <cstddef>

namespace brigade::models::network {

/// Floats of working memory that `compute_dense_rows` needs.
[[nodiscard]] std::size_t dense_workspace_floats(const Block& block);

/// compute_rows of a block that is a dense convolution with a window. The kernel reads the image where it lies; copied
/// are windows alone that lie partly outside of it, with zeros there.
void compute_dense_rows(const Block& block, const BlockImages& images, int first, int end, float* workspace);

}  // namespace brigade::models::network
