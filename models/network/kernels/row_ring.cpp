#include "models/network/kernels/row_ring.hpp"

#include "models/network/kernels/aligned_memory.hpp"

#include <bit>
#include <cstdint>

// NOLINTBEGIN(bugprone-unchecked-optional-access): a ring is of a block with a depthwise layer

namespace brigade::models::network {

namespace {

int padded_columns(const Block& block) {
  const DepthwiseLayer& layer = widest_layer(block);
  return std::max((block.output_columns - 1) * layer.stride + layer.window, layer.padding_left + block.input_columns);
}

std::size_t floats_of_row(const Block& block) {
  return buffer_floats(static_cast<std::size_t>(padded_columns(block)) *
                       static_cast<std::size_t>(whole_vectors(*block.kernels, block.depthwise->channels)));
}

}  // namespace

RowRing::RowRing(const Block& block, float* memory)
    : block_(&block),
      layer_(&widest_layer(block)),
      pairs_(layer_->pairs != nullptr),
      rows_(memory),
      row_floats_(floats_of_row(block)),
      block_stride_(std::ptrdiff_t{padded_columns(block)} * block.kernels->lanes) {
  clear_padding();
}

/// One row more than the window has, which is the padding above and below the image.
std::size_t RowRing::floats(const Block& block) {
  return floats_of_row(block) * static_cast<std::size_t>(widest_layer(block).window + 1);
}

RowRing::Rows RowRing::rows_of(const DepthwiseLayer& layer) const {
  const auto above = static_cast<std::size_t>(layer_->padding_top - layer.padding_top);
  const int before = (layer_->padding_left - layer.padding_left) * block_->kernels->lanes;
  Rows rows{};
  for (std::size_t r = 0; r < static_cast<std::size_t>(layer.window); ++r) {
    rows[r] = window_[above + r] + before;
  }
  return rows;
}

void RowRing::clear_padding() {
  const int lanes = block_->kernels->lanes;
  const std::ptrdiff_t left = std::ptrdiff_t{layer_->padding_left} * lanes;
  const std::ptrdiff_t right = left + std::ptrdiff_t{block_->input_columns} * lanes;
  for (int row = 0; row < layer_->window; ++row) {
    float* columns = place(row);
    for (int channel = 0; channel < layer_->channels; channel += lanes, columns += block_stride_) {
      std::fill(columns, columns + left, 0.0F);
      std::fill(columns + right, columns + block_stride_, 0.0F);
    }
  }
  std::fill_n(place(layer_->window), row_floats_, 0.0F);
}

void RowRing::end_pairs(const float* last, float* row) const {
  std::transform(last, last + row_floats_, row,
                 [](float pair) { return std::bit_cast<float>(std::bit_cast<std::uint32_t>(pair) << 16U); });
}

}  // namespace brigade::models::network

// NOLINTEND(bugprone-unchecked-optional-access)
