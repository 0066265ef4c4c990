#include "models/network/kernels/dense_rows.hpp"

#include <algorithm>
#include <array>

// NOLINTBEGIN(bugprone-unchecked-optional-access): what reads the dense layer is called where there is one

namespace brigade::models::network {

namespace {

/// Some of the windows of a row.
struct Span {
  int first = 0;
  int end = 0;
};

using WindowRows = std::array<const float*, kLargestWindow>;

/// The columns of the image that windows cover; some may lie outside of it.
Span covered_columns(const DenseLayer& layer, const Span& windows) {
  return {.first = windows.first * layer.stride - layer.padding_left,
          .end = (windows.end - 1) * layer.stride - layer.padding_left + layer.window};
}

/// The windows of a row that the kernel can read where they lie: in columns of the image alone, whose pixels follow
/// each other.
Span windows_inside(const Block& block, const RowSource& image) {
  const DenseLayer& layer = *block.dense;
  if (image.pixel_stride != layer.inputs || block.input_columns + layer.padding_left < layer.window) {
    return {};
  }
  const int first = (layer.padding_left + layer.stride - 1) / layer.stride;
  const int end = (block.input_columns + layer.padding_left - layer.window) / layer.stride + 1;
  return {.first = std::min(first, block.output_columns),
          .end = std::clamp(end, std::min(first, block.output_columns), block.output_columns)};
}

std::size_t row_floats(const Block& block) {
  const Span columns = covered_columns(*block.dense, {.first = 0, .end = block.output_columns});
  const std::size_t floats =
      static_cast<std::size_t>(columns.end - columns.first) * static_cast<std::size_t>(block.dense->inputs);
  return buffer_floats(floats);
}

/// Computes one row of the output.
class DenseRow {
 public:
  /// `workspace`: a row of zeros, then as many rows as the window has.
  DenseRow(const Block& block, const DenseRowWork& work, float* workspace)
      : block_(&block), layer_(&*block.dense), work_(&work), workspace_(workspace) {}

  void compute(const Span& inside) const {
    compute_copied({.first = 0, .end = inside.first});
    if (inside.first < inside.end) {
      const int column = covered_columns(*layer_, inside).first;
      compute_windows(inside, rows([&](int r) { return pixel(r, column); }));
    }
    compute_copied({.first = inside.end, .end = block_->output_columns});
  }

 private:
  [[nodiscard]] int image_row(int r) const { return work_->row * layer_->stride - layer_->padding_top + r; }

  [[nodiscard]] const float* pixel(int r, int column) const {
    const std::ptrdiff_t index = std::ptrdiff_t{image_row(r)} * block_->input_columns + column;
    return work_->image.values + index * work_->image.pixel_stride;
  }

  /// The window's rows: `place(r)` of those that the image has, zeros for the others.
  template <typename Place>
  [[nodiscard]] WindowRows rows(const Place& place) const {
    WindowRows made{};
    for (int r = 0; r < layer_->window; ++r) {
      const bool exists = image_row(r) >= 0 && image_row(r) < block_->input_rows;
      made[static_cast<std::size_t>(r)] = exists ? place(r) : workspace_;
    }
    return made;
  }

  void compute_copied(const Span& windows) const {
    if (windows.first < windows.end) {
      compute_windows(windows, rows([&](int r) { return copy_row(r, covered_columns(*layer_, windows)); }));
    }
  }

  [[nodiscard]] const float* copy_row(int r, const Span& columns) const {
    float* copy = workspace_ + static_cast<std::size_t>(1 + r) * row_floats(*block_);
    float* to = copy;
    for (int column = columns.first; column < columns.end; ++column) {
      const bool exists = column >= 0 && column < block_->input_columns;
      to = exists ? std::copy_n(pixel(r, column), layer_->inputs, to) : std::fill_n(to, layer_->inputs, 0.0F);
    }
    return copy;
  }

  void compute_windows(const Span& windows, const WindowRows& rows) const {
    RowTarget target = work_->target;
    target.values += windows.first * target.pixel_stride;
    block_->kernels->dense({.rows = rows.data(),
                            .window = layer_->window,
                            .row_inputs = layer_->window * layer_->inputs,
                            .pixel_stride = std::ptrdiff_t{layer_->stride} * layer_->inputs,
                            .weights = layer_->weights.get(),
                            .output = {.residual = moved(work_->residual, windows.first),
                                       .target = target,
                                       .channels = layer_->outputs,
                                       .pixels = windows.end - windows.first,
                                       .activation = layer_->activation}});
  }

  const Block* block_;
  const DenseLayer* layer_;
  const DenseRowWork* work_;
  float* workspace_;
};

}  // namespace

std::size_t dense_workspace_floats(const Block& block) {
  return row_floats(block) * static_cast<std::size_t>(1 + block.dense->window);
}

void begin_dense_rows(const Block& block, float* workspace) { std::fill_n(workspace, row_floats(block), 0.0F); }

void compute_dense_row(const Block& block, const DenseRowWork& work, float* workspace) {
  DenseRow(block, work, workspace).compute(windows_inside(block, work.image));
}

}  // namespace brigade::models::network

// NOLINTEND(bugprone-unchecked-optional-access)
