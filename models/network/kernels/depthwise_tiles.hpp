#pragma once

// What depthwise convolutions of floats and of bfloat16 share: a row of one block of channels in tiles whose sums stay
// in registers.

#include "models/network/kernels/register_tiles.hpp"

#include <cstddef>
#include <type_traits>

namespace brigade::models::network::BRIGADE_KERNELS {

/// Outputs at once: fewer would wait for their own sums, more do not fit the registers.
inline constexpr int kColumns = 8;

/// Multiplies inputs from `row` on by `count` taps of a row of the window, each input read once and multiplied into
/// every sum that wants it. `Product` loads inputs and taps, and adds their products.
template <typename Product, int count, int stride, int columns>
BRIGADE_INLINE inline void add_taps(const float* row, const typename Product::Weight* taps, Tile<columns, 1>& sums) {
  typename Product::Values weights[count];
  unroll<count>([&](auto t) BRIGADE_INLINE { weights[t] = Product::load_weights(taps + t * kLanes); });
  unroll<(columns - 1) * stride + count>([&](auto i) BRIGADE_INLINE {
    const typename Product::Values value = Product::load_inputs(row + i * kLanes);
    unroll<columns>([&](auto c) BRIGADE_INLINE {
      constexpr int kTap = i - c * stride;
      if constexpr (kTap >= 0 && kTap < count) {
        sums[c][0] = Product::add(value, weights[kTap], sums[c][0]);
      }
    });
  });
}

/// `columns` outputs of one block, whose first input lies at `offset` in every row. kColumns are stored as whole
/// vectors where there are no masks.
template <typename Kernel, int columns, ActivationKind kind>
BRIGADE_INLINE inline void depthwise_tile(const float* const* rows, std::ptrdiff_t offset,
                                          const typename Kernel::Weight* weights, const ActivationVectors& constants,
                                          const RowTarget& target, int channels) {
  Tile<columns, 1> sums;
  Kernel::template compute<columns>(rows, offset, weights, sums);
  activate_tile<kind, columns, 1>(constants, sums);
  if (kHasPairs && target.previous != 0) {
    store_whole_tile<columns, 1, kHasPairs>(sums, target.values, target.pixel_stride, 0, target.previous);
  } else if constexpr (columns == kColumns && !kHasMasks) {
    store_whole_tile<columns, 1>(sums, target.values, target.pixel_stride, 0);
  } else {
    store_tile<columns, 1>(sums, target.values, target.pixel_stride, 0, channels);
  }
}

template <typename Kernel, ActivationKind kind>
void depthwise_block(const typename Kernel::Work& work, int block) {
  const ActivationVectors constants = vectors_of(work.activation);
  const auto* weights = work.weights + static_cast<std::ptrdiff_t>(block) * Kernel::kWeightVectors * kLanes;
  const int channels = work.output.whole_blocks ? kLanes : work.channels - block * kLanes;
  const std::ptrdiff_t first = block * work.block_stride;
  const auto offset = [&](int column) {
    return first + static_cast<std::ptrdiff_t>(column) * Kernel::kStride * kLanes;
  };
  RowTarget target = work.output;
  target.values += block * target.block_stride;
  int column = 0;
  const auto compute = [&](auto columns) BRIGADE_INLINE {
    depthwise_tile<Kernel, columns, kind>(work.rows, offset(column), weights, constants, target, channels);
    target.values += columns * target.pixel_stride;
    column += columns;
  };
  while ((kHasMasks || channels >= kLanes) && column + kColumns <= work.columns) {
    compute(std::integral_constant<int, kColumns>{});
  }
  while (column + 2 <= work.columns) {
    compute(std::integral_constant<int, 2>{});
  }
  if (column < work.columns) {
    compute(std::integral_constant<int, 1>{});
  }
}

/// All blocks of a row. `Kernel` has the type of its Work and of its weights, how many vectors of these each block has,
/// the window's stride, and computes a tile before the activation.
template <typename Kernel>
void compute_depthwise(const typename Kernel::Work& work) {
  const int blocks = (work.channels + kLanes - 1) / kLanes;
  with_kind(work.activation, [&](auto kind) BRIGADE_INLINE {
    for (int block = 0; block < blocks; ++block) {
      depthwise_block<Kernel, kind()>(work, block);
    }
  });
}

}  // namespace brigade::models::network::BRIGADE_KERNELS
