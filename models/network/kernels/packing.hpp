#pragma once

#include "models/network/graph/quantisation.hpp"
#include "models/network/kernels/aligned_memory.hpp"
#include "models/network/kernels/kernel_set.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace brigade::models::network {

/// Floats of weights in the order in which a kernel reads them; shared by all that use the same layer.
using PackedWeights = std::shared_ptr<const float>;

/// Weights of a 1x1 convolution for these kernels: for every strip of KernelSet::strip_channels outputs the strip's
/// biases, then for each input the strip's weights; outputs that do not exist have zeros. `filter`: inputs x outputs,
/// outputs fastest, as TensorFlow has it; of a
/// convolution with a window (rows x columns x inputs) x outputs. Throws std::bad_alloc.
[[nodiscard]] PackedWeights pack_pointwise(const KernelSet& kernels, std::span<const float> filter,
                                           std::span<const float> bias);

/// Weights of a 1x1 convolution by Strassen's algorithm: for every pair of whole strips of outputs what kStrassenHeads
/// says and the weights of each product, in the order in which kernels/strassen.cpp reads them; then those of the
/// outputs that are left, as pack_pointwise has it. Throws std::bad_alloc.
[[nodiscard]] PackedWeights pack_strassen(const KernelSet& kernels, std::span<const float> filter,
                                          std::span<const float> bias);

/// Outputs of one of those pairs.
[[nodiscard]] constexpr int strassen_channels(const KernelSet& kernels) { return 2 * kernels.strip_channels; }

/// Floats of its weights.
[[nodiscard]] constexpr std::ptrdiff_t strassen_pair_floats(const KernelSet& kernels, int inputs) {
  return std::ptrdiff_t{kernels.strip_channels} * (kStrassenHeads + kStrassenProducts * (inputs / 2));
}

/// Weights of a depthwise convolution: for every block of KernelSet::lanes channels its biases, then its weights, row
/// by row of the window; channels that do not exist have zeros. `filter`: window x window x channels, channels fastest.
/// Throws std::bad_alloc.
[[nodiscard]] PackedWeights pack_depthwise(const KernelSet& kernels, std::span<const float> filter,
                                           std::span<const float> bias);

/// The same of a 1x1 convolution of integers, words of 32 bits.
using PackedIntegerWeights = std::shared_ptr<const std::int32_t>;

/// A filter of 8 bits, inputs x outputs, outputs fastest, with what a sum is to be multiplied with and a bias for each
/// output.
struct IntegerFilter {
  std::span<const std::int8_t> weights;
  std::span<const float> scales;
  std::span<const float> bias;
};

/// Weights of a 1x1 convolution of floats that are read as 8 bits.
struct RoundedWeights {
  PackedWeights heads;                         ///< of every strip of outputs their scales, then their biases
  std::shared_ptr<const std::int8_t> weights;  ///< of every strip for each input the strip's weights
};

/// For strips of KernelSet::strip_channels outputs, with zeros for those that do not exist. Throws std::bad_alloc.
[[nodiscard]] RoundedWeights pack_rounded_pointwise(const KernelSet& kernels, const IntegerFilter& filter);

/// Of every channel 1 / its scale, filled up to whole vectors. Throws std::bad_alloc.
[[nodiscard]] PackedWeights pack_steps(const KernelSet& kernels, std::span<const float> scales);

/// Weights of a 1x1 convolution whose input is rounded, signed or not: for every strip of
/// KernelSet::strip_channels outputs what a sum is multiplied with, the biases, what sums begin with, then for each
/// word of inputs the strip's weights, as many in a word as values. What does not exist has zeros. Throws
/// std::bad_alloc.
[[nodiscard]] PackedIntegerWeights pack_integer_pointwise(const KernelSet& kernels, const IntegerFilter& filter,
                                                          bool is_signed);

/// Weights of a dense convolution with a window for pairs of bfloat16: for every strip of KernelSet::strip_channels
/// outputs their scales and biases, which are floats, then of each row of the window for each pair of its `row_inputs`
/// the strip's pairs of weights. What does not exist has zeros. Throws std::bad_alloc.
[[nodiscard]] PackedIntegerWeights pack_dense_pairs(const KernelSet& kernels, const IntegerFilter& filter,
                                                    int row_inputs);

/// The same of a depthwise convolution: for every block of KernelSet::lanes channels scales and biases, then for each
/// pair of rows of the window, as `row_of_pair` has them, a pair of weights for each of its columns. What pairs have in
/// common with the one before is left out of the second by a weight of 0.
[[nodiscard]] PackedIntegerWeights pack_depthwise_pairs(const KernelSet& kernels, const IntegerFilter& filter,
                                                        int window);

}  // namespace brigade::models::network
