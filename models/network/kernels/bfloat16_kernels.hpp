#pragma once

#include "models/network/kernels/kernel_set.hpp"

#include <cstddef>
#include <cstdint>

namespace brigade::models::network {

// A bfloat16 is the upper half of a float. Where an instruction multiplies and adds pairs of them in each lane, the
// convolutions of a quantised network that compute in floats take values rounded to them: its weights are integers of 8
// bits, which a bfloat16 holds exactly, and sums stay floats, which are multiplied with the output's scale at last.

/// What the weights of a strip or of a block begin with, a float of each output: its scale and its bias.
inline constexpr int kBFloat16Heads = 2;

/// Of so many values that follow each other.
[[nodiscard]] constexpr int pairs_of(int values) { return (values + 1) / 2; }

/// A DenseWork of rounded values: after the last window lies one value more, a number, which may make up a pair.
struct BFloat16DenseWork {
  const std::uint16_t* const* rows = nullptr;
  int window = 0;
  int row_inputs = 0;
  std::ptrdiff_t pixel_stride = 0;        ///< in values
  const std::int32_t* weights = nullptr;  ///< see pack_dense_pairs
  const float* next = nullptr;            ///< what will be rounded for the next row of output, to be fetched meanwhile
  std::ptrdiff_t next_floats = 0;
  PointwiseOutput output;
};

/// Rows in pairs have in each lane the value of a row in the lower half and that of the row before in the upper half:
/// so windows need the rows of every second pair, and the one that ends with their last row.
[[nodiscard]] constexpr int row_of_pair(int window, int pair) {
  return pair * 2 + 1 < window ? pair * 2 + 1 : window - 1;
}

/// A DepthwiseWork of rows in pairs.
struct BFloat16DepthwiseWork {
  const float* const* rows = nullptr;
  std::ptrdiff_t block_stride = 0;
  const std::int32_t* weights = nullptr;  ///< see pack_depthwise_pairs
  int channels = 0;
  RowTarget output;
  int columns = 0;
  Activation activation;
};

/// The kernels of an instruction set that multiplies pairs of bfloat16.
struct BFloat16Kernels {
  void (*round_values)(const float* values, int count, std::uint16_t* rounded);
  void (*dense)(const BFloat16DenseWork& work);
  void (*depthwise_3x3)(const BFloat16DepthwiseWork& work);
  void (*depthwise_3x3_stride_2)(const BFloat16DepthwiseWork& work);
  void (*depthwise_5x5)(const BFloat16DepthwiseWork& work);
  void (*depthwise_5x5_stride_2)(const BFloat16DepthwiseWork& work);
};

}  // namespace brigade::models::network
