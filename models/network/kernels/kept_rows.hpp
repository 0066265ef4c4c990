#pragma once

#include "models/network/kernels/block_rows.hpp"

#include <cstddef>

namespace brigade::models::network {

/// The newest rows of a block's output, for several blocks that walk along it side by side: each row is made once.
class KeptRows {
 public:
  /// `rows`: makes those of `block`, which have to outlive this. `first`: the first row that anybody asks for.
  /// `memory`: `floats(block, count)` of them.
  KeptRows(BlockRows& rows, const Block& block, int first, int count, float* memory);

  [[nodiscard]] static std::size_t floats(const Block& block, int count);

  /// A row that is not yet made, or is one of the newest `count`; stays until as many newer ones were asked for.
  RowSource row(int row);

 private:
  BlockRows* rows_;
  std::size_t row_floats_;
  RowTarget place_;  ///< of the first row in memory
  int next_;
  int count_;
};

}  // namespace brigade::models::network
