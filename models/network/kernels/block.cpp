#include "models/network/kernels/block.hpp"

#include "models/network/kernels/dense_rows.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>

// NOLINTBEGIN(bugprone-unchecked-optional-access): what reads a layer is called where the block has that layer

namespace brigade::models::network {

namespace {

constexpr int kLargestDepthwiseWindow = 5;
/// Of inputs and outputs of a 1x1 convolution that are worked on at once: 32 KB, the first level cache.
constexpr int kCachedFloats = 8192;
/// Pixels that the weights are worth being read for.
constexpr int kLeastPixels = 48;

int blocks_of(const KernelSet& kernels, int channels) { return (channels + kernels.lanes - 1) / kernels.lanes; }

/// So many channels and what fills their last vector.
int whole_vectors(const KernelSet& kernels, int channels) { return blocks_of(kernels, channels) * kernels.lanes; }

/// The one whose window has the other's in it, where there are two.
const DepthwiseLayer& widest_layer(const Block& block) {
  return block.beside && block.beside->depthwise.window > block.depthwise->window ? block.beside->depthwise
                                                                                  : *block.depthwise;
}

int padded_columns(const Block& block) {
  const DepthwiseLayer& layer = widest_layer(block);
  return std::max((block.output_columns - 1) * layer.stride + layer.window, layer.padding_left + block.input_columns);
}

/// Rows of the depthwise layers' input, blocked, with the columns that padding adds: as many as the widest window has
/// rows, each in the place of the one that is no longer needed.
class RowRing {
 public:
  RowRing(const Block& block, float* memory)
      : block_(&block),
        layer_(&widest_layer(block)),
        rows_(memory),
        block_stride_(std::ptrdiff_t{padded_columns(block)} * block.kernels->lanes) {
    clear_padding();
  }

  static std::size_t row_floats(const Block& block) {
    return buffer_floats(static_cast<std::size_t>(padded_columns(block)) *
                         static_cast<std::size_t>(block.kernels->lanes) *
                         static_cast<std::size_t>(blocks_of(*block.kernels, block.depthwise->channels)));
  }
  /// One row more than the window has, which is the padding above and below the image.
  static std::size_t floats(const Block& block) {
    return row_floats(block) * static_cast<std::size_t>(widest_layer(block).window + 1);
  }

  /// Rows of a window.
  using Rows = std::array<const float*, kLargestDepthwiseWindow>;

  /// Moves on to the rows that the window covers for a row of output, those that are new made by `make(row, target)`.
  template <typename Make>
  void advance(int output_row, const Make& make) {
    const int first = output_row * layer_->stride - layer_->padding_top;
    for (int r = 0; r < layer_->window; ++r) {
      const int row = first + r;
      if (row < 0 || row >= block_->input_rows) {
        window_[static_cast<std::size_t>(r)] = place(layer_->window);
        continue;
      }
      float* memory = place(row % layer_->window);
      window_[static_cast<std::size_t>(r)] = memory;
      if (row >= next_) {
        make(row, RowTarget{.values = memory + std::ptrdiff_t{layer_->padding_left} * block_->kernels->lanes,
                            .pixel_stride = block_->kernels->lanes,
                            .block_stride = block_stride_,
                            .whole_blocks = true});
        next_ = row + 1;
      }
    }
  }

  /// The rows that a layer's own window covers there, each from its first column on.
  [[nodiscard]] Rows rows_of(const DepthwiseLayer& layer) const {
    const auto above = static_cast<std::size_t>(layer_->padding_top - layer.padding_top);
    const int before = (layer_->padding_left - layer.padding_left) * block_->kernels->lanes;
    Rows rows{};
    for (std::size_t r = 0; r < static_cast<std::size_t>(layer.window); ++r) {
      rows[r] = window_[above + r] + before;
    }
    return rows;
  }

  [[nodiscard]] std::ptrdiff_t block_stride() const { return block_stride_; }

 private:
  /// What no row that is made writes to: it stays 0.
  void clear_padding() {
    const std::ptrdiff_t lanes = block_->kernels->lanes;
    const std::ptrdiff_t left = layer_->padding_left * lanes;
    const std::ptrdiff_t right = left + block_->input_columns * lanes;
    for (int row = 0; row < layer_->window; ++row) {
      float* columns = place(row);
      for (int i = 0; i < blocks_of(*block_->kernels, layer_->channels); ++i, columns += block_stride_) {
        std::fill(columns, columns + left, 0.0F);
        std::fill(columns + right, columns + block_stride_, 0.0F);
      }
    }
    std::fill_n(place(layer_->window), row_floats(*block_), 0.0F);
  }

  float* place(int index) { return rows_ + static_cast<std::size_t>(index) * row_floats(*block_); }

  const Block* block_;
  const DepthwiseLayer* layer_;
  float* rows_;
  std::ptrdiff_t block_stride_;
  Rows window_{};
  int next_ = 0;  ///< the first row that was not made yet
};

/// Working memory of one thread, see workspace_floats.
struct Workspace {
  float* rows = nullptr;     ///< of the depthwise layer's input
  float* between = nullptr;  ///< a row of the depthwise layer's output, or pixels of floats that were scaled
  RoundedPixels rounded;     ///< that a 1x1 convolution of integers reads
  float* steps = nullptr;    ///< of `project`'s input, where it is scaled
};

void apply(const Block& block, const PointwiseLayer& layer, const RowSource& input, const PointwiseOutput& output,
           int columns, const RoundedPixels& rounded, const float* steps = nullptr) {
  if (!layer.integers) {
    block.kernels->pointwise(
        {.input = input, .input_channels = layer.inputs, .weights = layer.weights.get(), .output = output});
    return;
  }
  block.kernels->round_pixels({.input = input,
                               .channels = layer.inputs,
                               .columns = columns,
                               .pixels = output.pixels,
                               .steps = steps == nullptr ? layer.integers->steps.get() : steps,
                               .is_signed = layer.integers->is_signed,
                               .output = rounded});
  block.kernels->integer_pointwise({.input = rounded,
                                    .input_channels = layer.inputs,
                                    .columns = columns,
                                    .weights = layer.integers->weights.get(),
                                    .output = output});
}

void make_row(const Block& block, const BlockImages& images, int row, const RowTarget& target,
              const RoundedPixels& rounded) {
  const RowSource input = moved(images.input, row * block.input_columns);
  if (block.expand) {
    apply(block, *block.expand, input,
          {.residual = {},
           .target = target,
           .channels = block.expand->outputs,
           .pixels = block.input_columns,
           .activation = block.expand->activation},
          block.input_columns, rounded);
  } else {
    block.kernels->copy({.input = input,
                         .scale = images.scale,
                         .output = target,
                         .channels = block.depthwise->channels,
                         .pixels = block.input_columns});
  }
}

auto depthwise_kernel(const KernelSet& kernels, const DepthwiseLayer& layer) {
  if (layer.window == 3) {
    return layer.stride == 1 ? kernels.depthwise_3x3 : kernels.depthwise_3x3_stride_2;
  }
  return layer.stride == 1 ? kernels.depthwise_5x5 : kernels.depthwise_5x5_stride_2;
}

/// Of the last layer: pixels from `first` on.
PointwiseOutput projected(const Block& block, const PointwiseLayer& layer, const BlockImages& images, int first,
                          int pixels) {
  return {.residual = moved(images.residual, first),
          .target = output_at(block, images, first),
          .channels = layer.outputs,
          .pixels = pixels,
          .activation = layer.activation};
}

void compute_depthwise(const Block& block, const DepthwiseLayer& layer, const RowRing& ring, const RowTarget& output) {
  const RowRing::Rows rows = ring.rows_of(layer);
  depthwise_kernel(*block.kernels, layer)({.rows = rows.data(),
                                           .block_stride = ring.block_stride(),
                                           .weights = layer.weights.get(),
                                           .channels = layer.channels,
                                           .output = output,
                                           .columns = block.output_columns,
                                           .activation = layer.activation});
}

/// A row of a depthwise layer's output that stays between, and of what the 1x1 convolution makes of it.
void compute_branch(const Block& block, const DepthwiseLayer& depthwise, const PointwiseLayer& project,
                    const RowRing& ring, const PointwiseOutput& output, const Workspace& workspace) {
  const std::ptrdiff_t channels = whole_vectors(*block.kernels, depthwise.channels);
  compute_depthwise(block, depthwise, ring,
                    {.values = workspace.between,
                     .pixel_stride = channels,
                     .block_stride = block.kernels->lanes,
                     .whole_blocks = true});
  apply(block, project, {.values = workspace.between, .pixel_stride = channels}, output, output.pixels,
        workspace.rounded);
}

/// The row of output from `pixel` on. What is beside gives its own output first, to which the rest is then added.
void compute_depthwise_row(const Block& block, const BlockImages& images, int pixel, const RowRing& ring,
                           const Workspace& workspace) {
  if (!block.project) {
    compute_depthwise(block, *block.depthwise, ring, output_at(block, images, pixel));
    return;
  }
  PointwiseOutput output = projected(block, *block.project, images, pixel, block.output_columns);
  if (block.beside) {
    const PointwiseLayer& project = block.beside->project;
    compute_branch(block, block.beside->depthwise, project, ring,
                   projected(block, project, images, pixel, block.output_columns), workspace);
    output.residual = {.values = output.target.values, .pixel_stride = output.target.pixel_stride};
  }
  compute_branch(block, *block.depthwise, *block.project, ring, output, workspace);
}

void compute_depthwise_rows(const Block& block, const BlockImages& images, int first, int end,
                            const Workspace& workspace) {
  RowRing ring(block, workspace.rows);
  for (int row = first; row < end; ++row) {
    ring.advance(
        row, [&](int input_row, const RowTarget& to) { make_row(block, images, input_row, to, workspace.rounded); });
    compute_depthwise_row(block, images, row * block.output_columns, ring, workspace);
  }
}

/// Pixels that a 1x1 convolution alone computes at once: as many as let inputs and outputs stay in the cache while
/// strip after strip of the weights passes; where they are rounded, whole rows.
int pixels_at_once(const Block& block) {
  const PointwiseLayer& layer = *block.project;
  const int pixels = std::max(kCachedFloats / (layer.inputs + layer.outputs), kLeastPixels);
  return layer.integers ? std::max(pixels / block.output_columns, 1) * block.output_columns : pixels;
}

/// Steps that scale the input as well; null where it is not scaled.
const float* scaled_steps(const Block& block, const BlockImages& images, const Workspace& workspace) {
  if (images.scale == nullptr || !block.project->integers) {
    return nullptr;
  }
  const PointwiseLayer& layer = *block.project;
  std::transform(images.scale, images.scale + layer.inputs, layer.integers->steps.get(), workspace.steps,
                 std::multiplies<>());
  return workspace.steps;
}

/// What `project` alone reads: pixels of the image, those of floats scaled where they are to be.
RowSource projects_input(const Block& block, const BlockImages& images, int first, int pixels,
                         const Workspace& workspace) {
  const RowSource input = moved(images.input, first);
  if (images.scale == nullptr || block.project->integers) {
    return input;
  }
  const KernelSet& kernels = *block.kernels;
  const std::ptrdiff_t pixel_stride = whole_vectors(kernels, block.project->inputs);
  kernels.copy({.input = input,
                .scale = images.scale,
                .output = {.values = workspace.between, .pixel_stride = pixel_stride, .block_stride = kernels.lanes},
                .channels = block.project->inputs,
                .pixels = pixels});
  return {.values = workspace.between, .pixel_stride = pixel_stride};
}

void compute_pixels(const Block& block, const BlockImages& images, int first, int end, const Workspace& workspace) {
  const int most = pixels_at_once(block);
  const float* steps = scaled_steps(block, images, workspace);
  for (int pixel = first; pixel < end; pixel += most) {
    const int pixels = std::min(most, end - pixel);
    apply(block, *block.project, projects_input(block, images, pixel, pixels, workspace),
          projected(block, *block.project, images, pixel, pixels), block.output_columns, workspace.rounded, steps);
  }
}

std::size_t ring_floats(const Block& block) { return block.depthwise ? RowRing::floats(block) : 0; }

std::size_t between_floats(const Block& block) {
  if (!block.project || (!block.depthwise && block.project->integers)) {
    return 0;
  }
  const int pixels = block.depthwise ? block.output_columns : pixels_at_once(block);
  const int channels = whole_vectors(*block.kernels, block.project->inputs);
  return buffer_floats(static_cast<std::size_t>(pixels) * static_cast<std::size_t>(channels));
}

/// Memory for pixels that are rounded: their scales, the steps of their channels, then their words.
struct RoundedFloats {
  std::size_t scales = 0;
  std::size_t steps = 0;
  std::size_t words = 0;
};

RoundedFloats rounded_floats(const Block& block, const PointwiseLayer& layer, int pixels) {
  if (!layer.integers) {
    return {};
  }
  const auto count = static_cast<std::size_t>(pixels);
  const int vectors = blocks_of(*block.kernels, layer.inputs);
  return {.scales = buffer_floats(count),
          .steps = buffer_floats(static_cast<std::size_t>(vectors) * static_cast<std::size_t>(block.kernels->lanes)),
          .words = buffer_floats(count * static_cast<std::size_t>(words_of(*block.kernels, layer.inputs))) +
                   kBufferAlignment / sizeof(float)};
}

/// Of all its 1x1 convolutions, which use it one after another.
RoundedFloats rounded_floats(const Block& block) {
  RoundedFloats most;
  const auto include = [&](const PointwiseLayer& layer, int pixels) {
    const RoundedFloats floats = rounded_floats(block, layer, pixels);
    most = {.scales = std::max(most.scales, floats.scales),
            .steps = std::max(most.steps, floats.steps),
            .words = std::max(most.words, floats.words)};
  };
  const int pixels = block.depthwise ? block.output_columns : pixels_at_once(block);
  if (block.expand) {
    include(*block.expand, block.input_columns);
  }
  if (block.project) {
    include(*block.project, pixels);
  }
  if (block.beside) {
    include(block.beside->project, pixels);
  }
  return most;
}

}  // namespace

std::size_t workspace_floats(const Block& block) {
  if (block.dense) {
    return dense_workspace_floats(block);
  }
  const RoundedFloats rounded = rounded_floats(block);
  return ring_floats(block) + between_floats(block) + rounded.scales + rounded.steps + rounded.words;
}

void compute_rows(const Block& block, const BlockImages& images, int first, int end, float* memory) {
  if (block.dense) {
    compute_dense_rows(block, images, first, end, memory);
    return;
  }
  float* between = memory + ring_floats(block);
  const RoundedFloats rounded = rounded_floats(block);
  float* scales = between + between_floats(block);
  float* steps = scales + rounded.scales;
  const Workspace workspace{
      .rows = memory,
      .between = between,
      .rounded = {.words = reinterpret_cast<std::int32_t*>(steps + rounded.steps), .scales = scales},
      .steps = steps};
  if (block.depthwise) {
    compute_depthwise_rows(block, images, first, end, workspace);
  } else {
    compute_pixels(block, images, first * block.output_columns, end * block.output_columns, workspace);
  }
}

}  // namespace brigade::models::network

// NOLINTEND(bugprone-unchecked-optional-access)
