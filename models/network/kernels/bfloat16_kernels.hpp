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

/// The kernels of an instruction set that multiplies pairs of bfloat16.
struct BFloat16Kernels {
  void (*round_values)(const float* values, int count, std::uint16_t* rounded);
  void (*dense)(const BFloat16DenseWork& work);
};

/// Of so many values that follow each other.
[[nodiscard]] constexpr int pairs_of(int values) { return (values + 1) / 2; }

}  // namespace brigade::models::network
