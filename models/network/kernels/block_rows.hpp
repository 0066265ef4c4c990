#pragma once

#include "models/network/kernels/block.hpp"
#include "models/network/kernels/row_ring.hpp"

#include <cstddef>
#include <optional>

namespace brigade::models::network {

/// Makes rows of the output of a block that has a dense or a depthwise layer, in rising order. What it is given has to
/// outlive it.
class BlockRows {
 public:
  /// `memory`: `floats(block)` of them. `source`: makes rows of the input; null: they are images.input's.
  BlockRows(const Block& block, const BlockImages& images, float* memory, BlockRows* source);

  /// Of this block's own working memory, without its source's.
  [[nodiscard]] static std::size_t floats(const Block& block);

  /// `residual`: that row of what is added to the output.
  void make(int row, const RowTarget& target, const ResidualPixels& residual);

 private:
  void make_depthwise_row(int row, const RowTarget& target, const ResidualPixels& residual);
  void make_branch_row(const DepthwiseLayer& depthwise, const PointwiseLayer& project, const RowTarget& target,
                       const ResidualPixels& residual);
  void make_input_row(int row, const RowTarget& target);
  void expand_row(int row, const RowTarget& target);

  const Block* block_;
  const BlockImages* images_;
  float* memory_;
  BlockRows* source_;
  std::optional<RowRing> ring_;
};

}  // namespace brigade::models::network
