#include "models/network/kernels/block_rows.hpp"

#include "models/network/kernels/aligned_memory.hpp"
#include "models/network/kernels/bfloat16_kernels.hpp"
#include "models/network/kernels/dense_rows.hpp"
#include "models/network/kernels/kept_rows.hpp"
#include "models/network/kernels/pointwise_layer.hpp"

#include <algorithm>

// NOLINTBEGIN(bugprone-unchecked-optional-access): what reads a layer is called where the block has that layer

namespace brigade::models::network {

namespace {

std::size_t floats_of(int pixels, int channels) {
  return buffer_floats(static_cast<std::size_t>(pixels) * static_cast<std::size_t>(channels));
}

/// A row of the producer's that `expand` reads.
std::size_t input_row_floats(const Block& block) {
  return block.producer && block.expand ? floats_of(block.input_columns, block.expand->inputs) : 0;
}

/// A row of the depthwise layer's output, in whole vectors.
std::size_t between_floats(const Block& block) {
  return block.project ? floats_of(block.output_columns, whole_vectors(*block.kernels, block.depthwise->channels)) : 0;
}

/// All 1x1 convolutions use the same, one after another.
std::size_t pointwise_floats(const Block& block) {
  const auto floats = [&](const std::optional<PointwiseLayer>& layer, int pixels) {
    return layer ? pointwise_floats(*block.kernels, *layer, pixels) : 0;
  };
  const std::size_t of_own =
      std::max(floats(block.expand, block.input_columns), floats(block.project, block.output_columns));
  return block.beside ? std::max(of_own, floats(block.beside->project, block.output_columns)) : of_own;
}

/// What reading a row of the sources needs.
std::size_t sources_floats(const BlockImages& images) {
  std::size_t floats = 0;
  for (const ImageSource& source : images.sources) {
    floats = std::max(floats, row_workspace_floats(source));
  }
  return floats;
}

/// `kernels`: a KernelSet, or its kernels of bfloat16.
template <typename Kernels>
auto depthwise_kernel(const Kernels& kernels, const DepthwiseLayer& layer) {
  if (layer.window == 3) {
    return layer.stride == 1 ? kernels.depthwise_3x3 : kernels.depthwise_3x3_stride_2;
  }
  return layer.stride == 1 ? kernels.depthwise_5x5 : kernels.depthwise_5x5_stride_2;
}

void compute_layer(const Block& block, const DepthwiseLayer& layer, const RowRing& ring, const RowTarget& output) {
  const RowRing::Rows rows = ring.rows_of(layer);
  const auto compute = [&](const auto& kernels, const auto& weights) {
    depthwise_kernel(kernels, layer)({.rows = rows.data(),
                                      .block_stride = ring.block_stride(),
                                      .weights = weights.get(),
                                      .channels = layer.channels,
                                      .output = output,
                                      .columns = block.output_columns,
                                      .activation = layer.activation});
  };
  if (layer.pairs) {
    compute(*block.kernels->bfloat16, layer.pairs);
  } else {
    compute(*block.kernels, layer.weights);
  }
}

/// Of a whole row.
void compute_layer(const Block& block, const PointwiseLayer& layer, const RowSource& input,
                   const PointwiseOutput& output, float* memory) {
  compute_pointwise(*block.kernels, layer, input, output, output.pixels,
                    lay_out_pointwise(*block.kernels, layer, output.pixels, memory));
}

}  // namespace

BlockRows::Workspace BlockRows::lay_out(const Block& block, float* memory) {
  if (block.dense) {
    return {.dense = memory};
  }
  if (!block.depthwise) {
    return {.pointwise = memory};
  }
  Workspace workspace{.ring = memory};
  workspace.between = workspace.ring + RowRing::floats(block);
  workspace.input_row = workspace.between + between_floats(block);
  workspace.pointwise = workspace.input_row + input_row_floats(block);
  workspace.sources = workspace.pointwise + pointwise_floats(block);
  return workspace;
}

BlockRows::BlockRows(const Block& block, const BlockImages& images, float* memory, InputRows input)
    : block_(&block), images_(&images), workspace_(lay_out(block, memory)), input_(input) {
  if (block.dense && block.dense->pairs) {
    rounded_rows_.emplace(block, workspace_.dense);
  } else if (block.dense) {
    begin_dense_rows(block, workspace_.dense);
  } else if (block.depthwise) {
    ring_.emplace(block, workspace_.ring);
  }
}

std::size_t BlockRows::floats(const Block& block, const BlockImages& images) {
  if (block.dense) {
    return block.dense->pairs ? RoundedDenseRows::floats(block) : dense_workspace_floats(block);
  }
  if (!block.depthwise) {
    return pointwise_floats(block);
  }
  return RowRing::floats(block) + between_floats(block) + input_row_floats(block) + pointwise_floats(block) +
         sources_floats(images);
}

void BlockRows::make(int row, const RowTarget& target, const ResidualPixels& residual) {
  if (block_->dense) {
    make_dense_row({.image = images_->input, .row = row, .target = target, .residual = residual});
  } else if (block_->depthwise) {
    make_depthwise_row(row, target, residual);
  } else {
    make_pointwise_row(row, target, residual);
  }
}

void BlockRows::make_dense_row(const DenseRowWork& work) {
  if (rounded_rows_) {
    rounded_rows_->compute(work);
  } else {
    compute_dense_row(*block_, work, workspace_.dense);
  }
}

void BlockRows::make_pointwise_row(int row, const RowTarget& target, const ResidualPixels& residual) {
  const PointwiseLayer& layer = *block_->project;
  compute_layer(*block_, layer, input_row(row),
                {.residual = residual,
                 .target = target,
                 .channels = layer.outputs,
                 .pixels = block_->output_columns,
                 .activation = layer.activation},
                workspace_.pointwise);
}

void BlockRows::make_depthwise_row(int row, const RowTarget& target, const ResidualPixels& residual) {
  ring_->advance(row, [&](int input_row, const RowTarget& to) { make_input_row(input_row, to); });
  if (!block_->project) {
    compute_layer(*block_, *block_->depthwise, *ring_, target);
    return;
  }
  ResidualPixels added = block_->adds_input ? ring_->middle_row() : residual;
  if (block_->beside) {
    make_branch_row(block_->beside->depthwise, block_->beside->project, target, added);
    added = {.values = target.values, .pixel_stride = target.pixel_stride, .block_stride = target.block_stride};
  }
  make_branch_row(*block_->depthwise, *block_->project, target, added);
}

void BlockRows::make_branch_row(const DepthwiseLayer& depthwise, const PointwiseLayer& project, const RowTarget& target,
                                const ResidualPixels& residual) {
  const int channels = whole_vectors(*block_->kernels, depthwise.channels);
  compute_layer(*block_, depthwise, *ring_,
                {.values = workspace_.between,
                 .pixel_stride = channels,
                 .block_stride = block_->kernels->lanes,
                 .whole_blocks = true});
  compute_layer(*block_, project, {.values = workspace_.between, .pixel_stride = channels},
                {.residual = residual,
                 .target = target,
                 .channels = project.outputs,
                 .pixels = block_->output_columns,
                 .activation = project.activation},
                workspace_.pointwise);
}

void BlockRows::make_input_row(int row, const RowTarget& target) {
  if (block_->expand) {
    expand_row(row, target);
  } else if (input_.producer != nullptr) {
    input_.producer->make(row, target, {});
  } else if (!images_->sources.empty()) {
    read_sources(row, target);
  } else {
    block_->kernels->copy({.input = input_row(row),
                           .scale = images_->scale,
                           .output = target,
                           .channels = block_->depthwise->channels,
                           .pixels = block_->input_columns});
  }
}

/// They fill one block of channels after another.
void BlockRows::read_sources(int row, RowTarget target) {
  const KernelSet& kernels = *block_->kernels;
  const float* scale = images_->scale;
  for (const ImageSource& source : images_->sources) {
    read_row(kernels, source, row, block_->input_columns, scale, target, workspace_.sources);
    target.values += whole_vectors(kernels, source.channels) / kernels.lanes * target.block_stride;
    scale = scale == nullptr ? nullptr : scale + source.channels;
  }
}

void BlockRows::expand_row(int row, const RowTarget& target) {
  const PointwiseLayer& layer = *block_->expand;
  compute_layer(*block_, layer, input_row(row),
                {.residual = {},
                 .target = target,
                 .channels = layer.outputs,
                 .pixels = block_->input_columns,
                 .activation = layer.activation},
                workspace_.pointwise);
}

RowSource BlockRows::input_row(int row) {
  if (input_.kept != nullptr) {
    return input_.kept->row(row);
  }
  if (input_.producer == nullptr) {
    return moved(images_->input, row * block_->input_columns);
  }
  const std::ptrdiff_t channels = block_->expand->inputs;
  float* memory = workspace_.input_row;
  input_.producer->make(row, {.values = memory, .pixel_stride = channels, .block_stride = block_->kernels->lanes}, {});
  return {.values = memory, .pixel_stride = channels};
}

}  // namespace brigade::models::network

// NOLINTEND(bugprone-unchecked-optional-access)
