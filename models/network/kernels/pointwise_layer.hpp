#pragma once

#include "models/network/kernels/block.hpp"

#include <cstddef>

namespace brigade::models::network {

/// Whether it is computed in whole rows of pixels alone.
[[nodiscard]] bool wants_whole_rows(const PointwiseLayer& layer);

/// Working memory of a 1x1 convolution.
struct PointwiseMemory {
  RoundedPixels rounded;   ///< where it is one of integers
  float* steps = nullptr;  ///< of its inputs, where they are scaled
  float* sums = nullptr;   ///< of its inputs, for Strassen's algorithm
};

/// Floats of memory for that many pixels at once, aligned like allocate_aligned's; 0 where it needs none.
[[nodiscard]] std::size_t pointwise_floats(const KernelSet& kernels, const PointwiseLayer& layer, int pixels);

/// Lays that memory out.
[[nodiscard]] PointwiseMemory lay_out_pointwise(const KernelSet& kernels, const PointwiseLayer& layer, int pixels,
                                                float* memory);

/// Computes a 1x1 convolution of pixels, whole rows of `columns` where it wants them. `steps`: of the inputs, where
/// they are rounded; null: the layer's own.
void compute_pointwise(const KernelSet& kernels, const PointwiseLayer& layer, const RowSource& input,
                       const PointwiseOutput& output, int columns, const PointwiseMemory& memory,
                       const float* steps = nullptr);

}  // namespace brigade::models::network
