#include "models/network/kernels/pointwise_layer.hpp"

#include "models/network/kernels/aligned_memory.hpp"

#include <cstdint>

namespace brigade::models::network {

namespace {

std::size_t scale_floats(int pixels) { return buffer_floats(static_cast<std::size_t>(pixels)); }

std::size_t step_floats(const KernelSet& kernels, const PointwiseLayer& layer) {
  return buffer_floats(static_cast<std::size_t>(whole_vectors(kernels, layer.inputs)));
}

void compute_floats(const KernelSet& kernels, const PointwiseLayer& layer, const RowSource& input,
                    const PointwiseOutput& output, int columns, float* sums) {
  if (layer.strassen_weights) {
    kernels.strassen_pointwise({.input = input,
                                .input_channels = layer.inputs,
                                .columns = columns,
                                .weights = layer.strassen_weights.get(),
                                .sums = sums,
                                .output = output});
  } else if (layer.rounded_weights) {
    kernels.pixel_pointwise({.input = input,
                             .input_channels = layer.inputs,
                             .weights = layer.rounded_weights->weights.get(),
                             .heads = layer.rounded_weights->heads.get(),
                             .output = output});
  } else {
    kernels.pointwise(
        {.input = input, .input_channels = layer.inputs, .weights = layer.weights.get(), .output = output});
  }
}

}  // namespace

bool wants_whole_rows(const PointwiseLayer& layer) { return layer.integers || layer.strassen_weights; }

std::size_t pointwise_floats(const KernelSet& kernels, const PointwiseLayer& layer, int pixels) {
  if (layer.strassen_weights) {
    return buffer_floats(static_cast<std::size_t>(pixels) * static_cast<std::size_t>(layer.inputs));
  }
  if (!layer.integers) {
    return 0;
  }
  const auto words = static_cast<std::size_t>(pixels) * static_cast<std::size_t>(words_of(kernels, layer.inputs));
  return scale_floats(pixels) + step_floats(kernels, layer) + buffer_floats(words) + kBufferAlignment / sizeof(float);
}

PointwiseMemory lay_out_pointwise(const KernelSet& kernels, const PointwiseLayer& layer, int pixels, float* memory) {
  if (!layer.integers) {
    return {.rounded = {}, .sums = memory};
  }
  float* steps = memory + scale_floats(pixels);
  return {.rounded = {.words = reinterpret_cast<std::int32_t*>(steps + step_floats(kernels, layer)), .scales = memory},
          .steps = steps};
}

void compute_pointwise(const KernelSet& kernels, const PointwiseLayer& layer, const RowSource& input,
                       const PointwiseOutput& output, int columns, const PointwiseMemory& memory, const float* steps) {
  if (!layer.integers) {
    compute_floats(kernels, layer, input, output, columns, memory.sums);
    return;
  }
  kernels.round_pixels({.input = input,
                        .channels = layer.inputs,
                        .columns = columns,
                        .pixels = output.pixels,
                        .steps = steps == nullptr ? layer.integers->steps.get() : steps,
                        .is_signed = layer.integers->is_signed,
                        .output = memory.rounded});
  kernels.integer_pointwise({.input = memory.rounded,
                             .input_channels = layer.inputs,
                             .columns = columns,
                             .weights = layer.integers->weights.get(),
                             .output = output});
}

}  // namespace brigade::models::network
