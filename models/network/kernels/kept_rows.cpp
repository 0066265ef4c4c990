#include "models/network/kernels/kept_rows.hpp"

#include "models/network/kernels/aligned_memory.hpp"

namespace brigade::models::network {

namespace {

std::size_t floats_of_row(const Block& block) {
  return buffer_floats(static_cast<std::size_t>(block.output_columns) *
                       static_cast<std::size_t>(output_channels(block)));
}

}  // namespace

KeptRows::KeptRows(BlockRows& rows, const Block& block, int first, int count, float* memory)
    : rows_(&rows),
      row_floats_(floats_of_row(block)),
      place_{.values = memory, .pixel_stride = output_channels(block), .block_stride = block.kernels->lanes},
      next_(first),
      count_(count) {}

std::size_t KeptRows::floats(const Block& block, int count) {
  return floats_of_row(block) * static_cast<std::size_t>(count);
}

RowSource KeptRows::row(int row) {
  const auto place = [&](int which) {
    RowTarget target = place_;
    target.values += static_cast<std::size_t>(which % count_) * row_floats_;
    return target;
  };
  for (; next_ <= row; ++next_) {
    rows_->make(next_, place(next_), {});
  }
  return {.values = place(row).values, .pixel_stride = place_.pixel_stride};
}

}  // namespace brigade::models::network
