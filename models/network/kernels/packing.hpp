#pragma once

#include "models/network/kernels/aligned_memory.hpp"
#include "models/network/kernels/kernel_set.hpp"

#include <span>

namespace brigade::models::network {

/// Floats of weights in the order in which a kernel reads them; shared by all that use the same layer.
using PackedWeights = std::shared_ptr<const float>;

/// Weights of a 1x1 convolution for these kernels: for every strip of KernelSet::strip_channels outputs the strip's
/// biases, then for each input the strip's weights; outputs that do not exist have zeros. `filter`: inputs x outputs,
/// outputs fastest, as TensorFlow has it. Throws std::bad_alloc.
[[nodiscard]] PackedWeights pack_pointwise(const KernelSet& kernels, std::span<const float> filter,
                                           std::span<const float> bias);

/// Weights of a depthwise convolution: for every block of KernelSet::lanes channels its biases, then its weights, row
/// by row of the window; channels that do not exist have zeros. `filter`: window x window x channels, channels fastest.
/// Throws std::bad_alloc.
[[nodiscard]] PackedWeights pack_depthwise(const KernelSet& kernels, std::span<const float> filter,
                                           std::span<const float> bias);

}  // namespace brigade::models::network
