#include "models/network/kernels/pointwise_rows.hpp"

#include "models/network/kernels/aligned_memory.hpp"
#include "models/network/kernels/pointwise_layer.hpp"

#include <algorithm>
#include <functional>

// NOLINTBEGIN(bugprone-unchecked-optional-access): a 1x1 convolution alone is `project`

namespace brigade::models::network {

namespace {

/// Of inputs and outputs of a 1x1 convolution that are worked on at once: 32 KB, the first level cache.
constexpr int kCachedFloats = 8192;
/// Pixels that the weights are worth being read for.
constexpr int kLeastPixels = 48;

/// Pixels that a 1x1 convolution alone computes at once: as many as let inputs and outputs stay in the cache while
/// strip after strip of the weights passes.
int pixels_at_once(const Block& block) {
  const PointwiseLayer& layer = *block.project;
  const int pixels = std::max(kCachedFloats / (layer.inputs + layer.outputs), kLeastPixels);
  return wants_whole_rows(layer) ? std::max(pixels / block.output_columns, 1) * block.output_columns : pixels;
}

/// Floats of the pixels that are scaled before they are read.
std::size_t scaled_floats(const Block& block) {
  return buffer_floats(static_cast<std::size_t>(pixels_at_once(block)) *
                       static_cast<std::size_t>(whole_vectors(*block.kernels, block.project->inputs)));
}

/// What it reads: pixels of the image, those of floats scaled where they are to be.
RowSource scaled_input(const Block& block, const BlockImages& images, int first, int pixels, float* memory) {
  const RowSource input = moved(images.input, first);
  if (images.scale == nullptr) {
    return input;
  }
  const KernelSet& kernels = *block.kernels;
  const std::ptrdiff_t pixel_stride = whole_vectors(kernels, block.project->inputs);
  kernels.copy({.input = input,
                .scale = images.scale,
                .output = {.values = memory, .pixel_stride = pixel_stride, .block_stride = kernels.lanes},
                .channels = block.project->inputs,
                .pixels = pixels});
  return {.values = memory, .pixel_stride = pixel_stride};
}

PointwiseOutput pixels_of_output(const Block& block, const BlockImages& images, int first, int pixels) {
  return {.residual = residual_at(block, images, first),
          .target = output_at(block, images, first),
          .channels = block.project->outputs,
          .pixels = pixels,
          .activation = block.project->activation};
}

void compute_floats(const Block& block, const BlockImages& images, int first, int end, float* memory) {
  const int most = pixels_at_once(block);
  const PointwiseMemory working =
      lay_out_pointwise(*block.kernels, *block.project, most, memory + scaled_floats(block));
  for (int pixel = first; pixel < end; pixel += most) {
    const int pixels = std::min(most, end - pixel);
    compute_pointwise(*block.kernels, *block.project, scaled_input(block, images, pixel, pixels, memory),
                      pixels_of_output(block, images, pixel, pixels), block.output_columns, working);
  }
}

/// Steps that scale the input as well; null where it is not scaled.
const float* scaled_steps(const PointwiseLayer& layer, const float* scale, float* steps) {
  if (scale == nullptr) {
    return nullptr;
  }
  std::transform(scale, scale + layer.inputs, layer.integers->steps.get(), steps, std::multiplies<>());
  return steps;
}

void compute_integers(const Block& block, const BlockImages& images, int first, int end, float* memory) {
  const PointwiseLayer& layer = *block.project;
  const int most = pixels_at_once(block);
  const PointwiseMemory working = lay_out_pointwise(*block.kernels, layer, most, memory);
  const float* steps = scaled_steps(layer, images.scale, working.steps);
  for (int pixel = first; pixel < end; pixel += most) {
    const int pixels = std::min(most, end - pixel);
    compute_pointwise(*block.kernels, layer, moved(images.input, pixel), pixels_of_output(block, images, pixel, pixels),
                      block.output_columns, working, steps);
  }
}

}  // namespace

bool is_pointwise_alone(const Block& block) { return !block.dense && !block.depthwise; }

std::size_t pointwise_rows_floats(const Block& block) {
  const std::size_t floats = pointwise_floats(*block.kernels, *block.project, pixels_at_once(block));
  return block.project->integers ? floats : scaled_floats(block) + floats;
}

void compute_pointwise_rows(const BlockPart& part, float* memory) {
  const auto& [block, images, first_row, end_row] = part;
  const auto compute = block.project->integers ? compute_integers : compute_floats;
  compute(block, images, first_row * block.output_columns, end_row * block.output_columns, memory);
  for (int row = first_row; images.largest.values != nullptr && row < end_row; ++row) {
    const RowTarget output = output_at(block, images, row * block.output_columns);
    find_largest(*block.kernels, images.largest, {.values = output.values, .pixel_stride = output.pixel_stride},
                 block.project->outputs, block.output_columns, row);
  }
}

}  // namespace brigade::models::network

// NOLINTEND(bugprone-unchecked-optional-access)
