#pragma once

#include "models/network/kernels/dense_rows.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace brigade::models::network {

/// Computes rows, in rising order, of a dense convolution whose layer has weights in pairs. The image's rows are
/// rounded to bfloat16, with the columns that padding adds, each once: those of the window are kept.
class RoundedDenseRows {
 public:
  /// `workspace`: `floats(block)` of them.
  RoundedDenseRows(const Block& block, float* workspace) : block_(&block), workspace_(workspace) {}

  [[nodiscard]] static std::size_t floats(const Block& block);

  void compute(const DenseRowWork& work);

 private:
  /// The place of one of as many rows as the window has.
  [[nodiscard]] std::uint16_t* place(int index) const;

  const Block* block_;
  float* workspace_;
  int next_ = 0;  ///< the first row that was not rounded yet, counted from the padding's first
};

}  // namespace brigade::models::network
