#pragma once

#include "models/network/kernels/block.hpp"

#include <cstddef>

namespace brigade::models::network {

/// Floats of working memory that `compute_dense_row` needs.
[[nodiscard]] std::size_t dense_workspace_floats(const Block& block);

/// Before the first row that is computed with this working memory.
void begin_dense_rows(const Block& block, float* workspace);

/// One row of a dense convolution's output.
struct DenseRowWork {
  RowSource image;
  int row = 0;  ///< of the output
  RowTarget target;
  ResidualPixels residual;  ///< of that row
};

/// A row of a block that is a dense convolution with a window. The kernel reads the image where it lies; copied are
/// windows alone that lie partly outside of it, with zeros there.
void compute_dense_row(const Block& block, const DenseRowWork& work, float* workspace);

}  // namespace brigade::models::network
