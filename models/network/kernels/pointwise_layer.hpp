#pragma once

#include "models/network/kernels/block.hpp"

#include <cstddef>

namespace brigade::models::network {

/// Memory for what a 1x1 convolution of integers rounds.
struct RoundingMemory {
  RoundedPixels pixels;
  float* steps = nullptr;  ///< of the inputs, where they are scaled
};

/// Floats of memory for that many pixels, aligned like allocate_aligned's; 0 for a 1x1 convolution of floats.
[[nodiscard]] std::size_t rounding_floats(const KernelSet& kernels, const PointwiseLayer& layer, int pixels);

/// Lays that memory out.
[[nodiscard]] RoundingMemory lay_out_rounding(const KernelSet& kernels, const PointwiseLayer& layer, int pixels,
                                              float* memory);

/// Computes a 1x1 convolution of pixels, whole rows of `columns` where they are rounded. `steps`: of the inputs; null:
/// the layer's own.
void compute_pointwise(const KernelSet& kernels, const PointwiseLayer& layer, const RowSource& input,
                       const PointwiseOutput& output, int columns, const RoundedPixels& rounded,
                       const float* steps = nullptr);

}  // namespace brigade::models::network
