#include "models/network/executor/block_step.hpp"

#include "models/network/executor/block_parts.hpp"
#include "models/network/executor/image_sources.hpp"
#include "models/network/executor/parallel_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace brigade::models::network {

namespace {

const Tensor& constant_at(const Lowering& lowering, std::size_t input) {
  return *float_constant(*lowering.graph, lowering.node->inputs[input]);
}

std::int64_t dimension(const Lowering& lowering, const BlockLayer& layer, std::size_t index) {
  return constant_at(lowering, layer.filter).shape[index];
}

PointwiseLayer pointwise_layer(const Lowering& lowering, const BlockLayer& layer) {
  const Tensor& filter = constant_at(lowering, layer.filter);
  const Tensor& bias = constant_at(lowering, layer.filter + 1);
  PointwiseLayer made{.inputs = static_cast<int>(dimension(lowering, layer, 2)),
                      .outputs = static_cast<int>(dimension(lowering, layer, 3)),
                      .weights = nullptr,
                      .activation = activation_of(layer)};
  if (layer.convolution.int8()) {
    made.integers = lowering.weights->integers(*lowering.kernels, layer.convolution, filter, bias);
  } else {
    made.weights = lowering.weights->pointwise(*lowering.kernels, filter, bias);
  }
  return made;
}

/// What the first layer reads.
ImageShape image_shape(const Lowering& lowering) {
  return joined_shape(lowering.inputs, std::get<FusedBlock>(lowering.node->op).sources);
}

/// Of a layer whose window is square.
Padding padding_of(const Lowering& lowering, const BlockLayer& layer) {
  const ImageShape image = image_shape(lowering);
  const int window = static_cast<int>(dimension(lowering, layer, 0));
  return explicit_padding(layer.convolution.padding, {.height = image.height, .width = image.width},
                          {.height = window, .width = window}, layer.convolution.stride);
}

DepthwiseLayer depthwise_layer(const Lowering& lowering, const BlockLayer& layer) {
  const Padding padding = padding_of(lowering, layer);
  return {.window = static_cast<int>(dimension(lowering, layer, 0)),
          .stride = layer.convolution.stride.height,
          .channels = static_cast<int>(dimension(lowering, layer, 2)),
          .padding_top = padding.top,
          .padding_left = padding.left,
          .weights = lowering.weights->depthwise(*lowering.kernels, constant_at(lowering, layer.filter),
                                                 constant_at(lowering, layer.filter + 1)),
          .activation = activation_of(layer)};
}

DenseLayer dense_layer(const Lowering& lowering, const BlockLayer& layer) {
  const Padding padding = padding_of(lowering, layer);
  return {.window = static_cast<int>(dimension(lowering, layer, 0)),
          .stride = layer.convolution.stride.height,
          .inputs = static_cast<int>(dimension(lowering, layer, 2)),
          .outputs = static_cast<int>(dimension(lowering, layer, 3)),
          .padding_top = padding.top,
          .padding_left = padding.left,
          .weights = lowering.weights->pointwise(*lowering.kernels, constant_at(lowering, layer.filter),
                                                 constant_at(lowering, layer.filter + 1)),
          .activation = activation_of(layer)};
}

Block make_block(const Lowering& lowering, const FusedBlock& fused) {
  const ImageShape input = image_shape(lowering);
  const ImageShape& output = lowering.output.shape;
  Block block;
  block.kernels = lowering.kernels;
  block.input_rows = input.height;
  block.input_columns = input.width;
  block.output_rows = output.height;
  block.output_columns = output.width;
  if (fused.expand) {
    block.expand = pointwise_layer(lowering, *fused.expand);
  }
  if (fused.depthwise) {
    block.depthwise = depthwise_layer(lowering, *fused.depthwise);
  }
  if (fused.project) {
    block.project = pointwise_layer(lowering, *fused.project);
  }
  if (fused.dense) {
    block.dense = dense_layer(lowering, *fused.dense);
  }
  return block;
}

BlockImages images_of(const Lowering& lowering, const FusedBlock& fused) {
  const auto source = [](const Image& image) {
    return RowSource{.values = image.values, .pixel_stride = image.pixel_stride};
  };
  return {.input = source(lowering.inputs[0]),
          .sources = fused.sources.empty() ? std::vector<ImageSource>{} : image_sources(lowering.inputs, fused.sources),
          .scale = fused.scale ? lowering.inputs[*fused.scale].values : nullptr,
          .residual = fused.residual ? source(lowering.inputs[*fused.residual]) : RowSource{},
          .output = lowering.output.values,
          .output_pixel_stride = lowering.output.pixel_stride};
}

std::string kind_of(const FusedBlock& fused, const Block& block) {
  std::string kind;
  const auto append = [&](std::string part, bool hard_swish) {
    kind += (kind.empty() ? "" : " + ") + std::move(part) + (hard_swish ? " hard-swish" : "");
  };
  const auto windowed = [](const std::string& name, const auto& layer) {
    return name + window_text({.height = layer.window, .width = layer.window},
                              {.height = layer.stride, .width = layer.stride});
  };
  const auto pointwise = [](const PointwiseLayer& layer) { return layer.integers ? "int8 1x1" : "1x1"; };
  if (reads_resized(fused.sources)) {
    append("resize", false);
  }
  if (block.expand) {
    append(fmt::format("{} to {}", pointwise(*block.expand), block.expand->outputs),
           block.expand->activation.hard_swish);
  }
  if (block.depthwise) {
    append(windowed("depthwise ", *block.depthwise), block.depthwise->activation.hard_swish);
  }
  if (block.project) {
    append(pointwise(*block.project), block.project->activation.hard_swish);
  }
  if (block.dense) {
    append(windowed("conv ", *block.dense), block.dense->activation.hard_swish);
  }
  return kind + (fused.residual ? " + add" : "");
}

std::int64_t multiply_accumulates(const Block& block) {
  const std::int64_t inputs = std::int64_t{block.input_rows} * block.input_columns;
  const std::int64_t outputs = std::int64_t{block.output_rows} * block.output_columns;
  std::int64_t sum = 0;
  if (block.expand) {
    sum += inputs * block.expand->inputs * block.expand->outputs;
  }
  if (block.depthwise) {
    sum += outputs * block.depthwise->channels * block.depthwise->window * block.depthwise->window;
  }
  if (block.project) {
    sum += outputs * block.project->inputs * block.project->outputs;
  }
  if (block.dense) {
    sum += outputs * block.dense->inputs * block.dense->outputs * block.dense->window * block.dense->window;
  }
  return sum;
}

/// All that the threads share of a block.
using BlockRun = std::vector<BlockPart>;

void compute_part(const BlockRun& parts, std::size_t index, void* workspace) {
  const BlockPart& part = parts[index];
  compute_rows(part.block, part.images, part.first_row, part.end_row, static_cast<float*>(workspace));
}

std::size_t workspace_bytes(const BlockRun& parts) {
  std::size_t floats = 0;
  for (const BlockPart& part : parts) {
    floats = std::max(floats, workspace_floats(part.block, part.images));
  }
  return floats * sizeof(float);
}

}  // namespace

Step make_block_step(const Lowering& lowering, const FusedBlock& fused) {
  const Block block = make_block(lowering, fused);
  const auto threads = static_cast<int>(pthreadpool_get_threads_count(lowering.threads));
  BlockRun parts = share_out(block, images_of(lowering, fused), threads);
  const std::size_t bytes = workspace_bytes(parts);
  const std::size_t tasks = parts.size();
  return make_parallel_step(lowering, describe(lowering, kind_of(fused, block), multiply_accumulates(block)),
                            std::move(parts), tasks, bytes, compute_part);
}

}  // namespace brigade::models::network
