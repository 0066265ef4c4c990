#pragma once

#include "models/network/kernels/block.hpp"
#include "models/network/kernels/rounded_dense_rows.hpp"
#include "models/network/kernels/row_ring.hpp"

#include <cstddef>
#include <optional>

namespace brigade::models::network {

class BlockRows;
class KeptRows;

/// Where rows of a block's input come from; neither: from an image.
struct InputRows {
  BlockRows* producer = nullptr;  ///< makes them for this block alone
  KeptRows* kept = nullptr;       ///< has them for several blocks
};

/// Makes rows of a block's output, in rising order. What it is given has to outlive it. A 1x1 convolution alone must
/// read an image that is not scaled.
class BlockRows {
 public:
  /// `memory`: `floats(block)` of them.
  BlockRows(const Block& block, const BlockImages& images, float* memory, InputRows input);

  /// Of this block's own working memory, without its producer's.
  [[nodiscard]] static std::size_t floats(const Block& block, const BlockImages& images);

  /// `residual`: that row of what is added to the output.
  void make(int row, const RowTarget& target, const ResidualPixels& residual);

 private:
  /// Where what lies in the memory that a block needs.
  struct Workspace {
    float* dense = nullptr;
    float* ring = nullptr;
    float* between = nullptr;    ///< a row of the depthwise layer's output
    float* input_row = nullptr;  ///< of the producer's, which `expand` reads
    float* pointwise = nullptr;  ///< of all 1x1 convolutions, one after another
    float* sources = nullptr;
  };

  static Workspace lay_out(const Block& block, float* memory);

  void make_dense_row(const DenseRowWork& work);
  void make_pointwise_row(int row, const RowTarget& target, const ResidualPixels& residual);
  void make_depthwise_row(int row, const RowTarget& target, const ResidualPixels& residual);
  void make_branch_row(const DepthwiseLayer& depthwise, const PointwiseLayer& project, const RowTarget& target,
                       const ResidualPixels& residual);
  void make_input_row(int row, const RowTarget& target);
  void read_sources(int row, RowTarget target);
  void expand_row(int row, const RowTarget& target);
  RowSource input_row(int row);

  const Block* block_;
  const BlockImages* images_;
  Workspace workspace_;
  InputRows input_;
  std::optional<RowRing> ring_;
  std::optional<RoundedDenseRows> rounded_rows_;
};

}  // namespace brigade::models::network
