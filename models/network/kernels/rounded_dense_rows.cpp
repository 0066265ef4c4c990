#include "models/network/kernels/rounded_dense_rows.hpp"

#include "models/network/kernels/aligned_memory.hpp"
#include "models/network/kernels/bfloat16_kernels.hpp"

#include <algorithm>

// NOLINTBEGIN(bugprone-unchecked-optional-access): what reads the dense layer is called where there is one

namespace brigade::models::network {

namespace {

/// Columns that a row of windows covers, those of padding too.
int covered_columns(const Block& block) {
  return (block.output_columns - 1) * block.dense->stride + block.dense->window;
}

/// Values of a rounded row, and one that may make up a pair.
std::size_t values_of_row(const Block& block) {
  return static_cast<std::size_t>(covered_columns(block)) * static_cast<std::size_t>(block.dense->inputs) + 1;
}

std::size_t row_floats(const Block& block) {
  constexpr std::size_t kValuesOfFloat = sizeof(float) / sizeof(std::uint16_t);
  return buffer_floats((values_of_row(block) + kValuesOfFloat - 1) / kValuesOfFloat);
}

/// Rounds pixels, which need not follow each other in the image.
void round_pixels(const Block& block, const RowSource& image, int pixels, std::uint16_t* to) {
  const auto round = block.kernels->bfloat16->round_values;
  const int channels = block.dense->inputs;
  if (image.pixel_stride == channels) {
    round(image.values, pixels * channels, to);
    return;
  }
  for (int pixel = 0; pixel < pixels; ++pixel) {
    round(moved(image, pixel).values, channels, to + std::ptrdiff_t{pixel} * channels);
  }
}

/// Rounds a row of the image; of one that is above or below it makes zeros.
void round_row(const Block& block, const RowSource& image, int row, std::uint16_t* to) {
  const DenseLayer& layer = *block.dense;
  std::uint16_t* const end = to + values_of_row(block);
  if (row < 0 || row >= block.input_rows) {
    std::fill(to, end, std::uint16_t{0});
    return;
  }
  const int pixels = std::min(block.input_columns, covered_columns(block) - layer.padding_left);
  to = std::fill_n(to, std::ptrdiff_t{layer.padding_left} * layer.inputs, std::uint16_t{0});
  round_pixels(block, moved(image, row * block.input_columns), pixels, to);
  std::fill(to + std::ptrdiff_t{pixels} * layer.inputs, end, std::uint16_t{0});
}

}  // namespace

std::size_t RoundedDenseRows::floats(const Block& block) {
  return row_floats(block) * static_cast<std::size_t>(block.dense->window);
}

std::uint16_t* RoundedDenseRows::place(int index) const {
  return reinterpret_cast<std::uint16_t*>(workspace_ + static_cast<std::size_t>(index) * row_floats(*block_));
}

void RoundedDenseRows::compute(const DenseRowWork& work) {
  const DenseLayer& layer = *block_->dense;
  std::array<const std::uint16_t*, kLargestWindow> rows{};
  const int first = work.row * layer.stride;  // of the image with its padding
  for (int row = first; row < first + layer.window; ++row) {
    std::uint16_t* const values = place(row % layer.window);
    rows.at(static_cast<std::size_t>(row - first)) = values;
    if (row >= next_) {
      round_row(*block_, work.image, row - layer.padding_top, values);
      next_ = row + 1;
    }
  }
  block_->kernels->bfloat16->dense(
      {.rows = rows.data(),
       .window = layer.window,
       .row_inputs = layer.window * layer.inputs,
       .pixel_stride = std::ptrdiff_t{layer.stride} * layer.inputs,
       .weights = layer.pairs.get(),
       .next = moved(work.image, (next_ - layer.padding_top) * block_->input_columns).values,
       .next_floats = work.image.pixel_stride * block_->input_columns * layer.stride,
       .output = {.residual = work.residual,
                  .target = work.target,
                  .channels = layer.outputs,
                  .pixels = block_->output_columns,
                  .activation = layer.activation}});
}

}  // namespace brigade::models::network

// NOLINTEND(bugprone-unchecked-optional-access)
