#pragma once

#include "models/network/kernels/block.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace brigade::models::network {

/// Rows of the depthwise layers' input, blocked, with the columns that padding adds: as many as the widest window has
/// rows, each in the place of the one that is no longer needed. Of a block that has such a layer. Where that reads rows
/// in pairs, that is what rows are, and the one below the image has the last row's values.
class RowRing {
  static constexpr std::size_t kLargestWindow = 5;

 public:
  /// Rows of a window.
  using Rows = std::array<const float*, kLargestWindow>;

  /// `memory`: `floats(block)` of them.
  RowRing(const Block& block, float* memory);

  [[nodiscard]] static std::size_t floats(const Block& block);

  /// Moves on to the rows that the window covers for a row of output, those that are new made by `make(row, target)`.
  /// Rows of output come in rising order.
  template <typename Make>
  void advance(int output_row, const Make& make) {
    const int first = output_row * layer_->stride - layer_->padding_top;
    for (int r = 0; r < layer_->window; ++r) {
      const int row = first + r;
      if (row < 0 || row >= block_->input_rows + (pairs_ ? 1 : 0)) {
        window_[static_cast<std::size_t>(r)] = place(layer_->window);
        continue;
      }
      float* memory = place(row % layer_->window);
      window_[static_cast<std::size_t>(r)] = memory;
      if (row < next_) {
        continue;
      }
      // A row before the first one that is made is none of any window's.
      const float* previous = row == next_ && row > 0 ? place((row - 1) % layer_->window) : place(layer_->window);
      if (row == block_->input_rows) {
        end_pairs(previous, memory);
      } else {
        make(row, target_at(memory, pairs_ ? previous - memory : 0));
      }
      next_ = row + 1;
    }
  }

  /// The rows that a layer's own window covers there, each from its first column on.
  [[nodiscard]] Rows rows_of(const DepthwiseLayer& layer) const;

  /// The row of input in the middle of that window, without what padding adds.
  [[nodiscard]] ResidualPixels middle_row() const {
    return {.values = window_[static_cast<std::size_t>(layer_->padding_top)] +
                      std::ptrdiff_t{layer_->padding_left} * block_->kernels->lanes,
            .pixel_stride = block_->kernels->lanes,
            .block_stride = block_stride_};
  }

  [[nodiscard]] std::ptrdiff_t block_stride() const { return block_stride_; }

 private:
  /// What no row that is made writes to: it stays 0.
  void clear_padding();

  /// A row at that place, without what padding adds. `previous`: see RowTarget.
  [[nodiscard]] RowTarget target_at(float* row, std::ptrdiff_t previous) const {
    return {.values = row + std::ptrdiff_t{layer_->padding_left} * block_->kernels->lanes,
            .pixel_stride = block_->kernels->lanes,
            .block_stride = block_stride_,
            .whole_blocks = true,
            .previous = previous};
  }

  /// Makes the row of pairs below the image, after the last one.
  void end_pairs(const float* last, float* row) const;

  float* place(int index) { return rows_ + static_cast<std::size_t>(index) * row_floats_; }

  const Block* block_;
  const DepthwiseLayer* layer_;
  bool pairs_;
  float* rows_;
  std::size_t row_floats_;
  std::ptrdiff_t block_stride_;
  Rows window_{};
  int next_ = 0;  ///< the first row that was not made yet
};

}  // namespace brigade::models::network
