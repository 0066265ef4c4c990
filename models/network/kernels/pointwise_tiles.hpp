#pragma once

// What 1x1 convolutions of floats and of integers share: outputs in strips, pixels in tiles whose sums stay in
// registers, and what is done to a tile before it is stored.

#include "models/network/kernels/register_tiles.hpp"

#include <cstddef>

namespace brigade::models::network::BRIGADE_KERNELS {

/// A strip of outputs is two vectors wide.
inline constexpr int kStripVectors = 2;
inline constexpr int kStrip = kStripVectors * kLanes;

/// Pixels of a tile of floats: as many as have their sums in registers, which products need as well without a
/// multiply-add.
inline constexpr int kMostPixelsOfFewRegisters = kHasMultiplyAdd ? 6 : 4;
inline constexpr int kMostFloatPixels = kRegisters >= 32 ? 12 : kMostPixelsOfFewRegisters;

/// Inputs of a tile of floats in each turn of a loop.
inline constexpr int kFloatInputsAtOnce = kStaysLoop || !kHasMultiplyAdd ? 2 : 1;

/// Adds to a tile's sums the products of `count` inputs of every pixel and their weights, and moves `weights` behind
/// them. `count`: at least 1. `known_stride`: floats from pixel to pixel where they are known here, so that one address
/// with constant offsets serves all; 0: any.
template <int known_stride, int pixels, int vectors>
BRIGADE_INLINE inline void add_products(const float* (&inputs)[pixels], int count, const float*& weights,
                                        Tile<pixels, vectors>& sums) {
  const float* tap = weights;
  weights += std::ptrdiff_t{count} * kStrip;
  repeat<kFloatInputsAtOnce>(
      count,
      [&](auto k) BRIGADE_INLINE {
        Vector taps[vectors];
        unroll<vectors>([&](auto v) BRIGADE_INLINE { taps[v] = load(tap + k * kStrip + v * kLanes); });
        unroll<pixels>([&](auto p) BRIGADE_INLINE {
          const Vector value = broadcast(known_stride > 0 ? inputs[0] + p * known_stride + k : inputs[p] + k);
          unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = multiply_add(value, taps[v], sums[p][v]); });
        });
      },
      [&]() BRIGADE_INLINE {
        tap += std::ptrdiff_t{kFloatInputsAtOnce} * kStrip;
        unroll<pixels>([&](auto p) BRIGADE_INLINE { inputs[p] += kFloatInputsAtOnce; });
      });
}

/// The residual's values of a tile of which only some channels exist, the others zeros.
template <int pixels, int vectors>
[[gnu::noinline]] void load_part(const ResidualPixels& residual, int channels, float* row) {
  for (int p = 0; p < pixels; ++p) {
    for (int v = 0; v < vectors; ++v) {
      const float* from = residual.values + p * residual.pixel_stride + v * residual.block_stride;
      store(row + (std::ptrdiff_t{p} * vectors + v) * kLanes, load_some(from, lanes_of(channels - v * kLanes)));
    }
  }
}

/// The residual of a tile of which `exist` channels exist, copied to `row` where no mask leaves out the others. Before
/// there are sums: those would be stored before a call and read again behind it, whether it comes to pass or not.
template <int pixels, int vectors>
BRIGADE_INLINE inline ResidualPixels part_of(const ResidualPixels& residual, int exist, float* row) {
  if (kHasMasks || residual.values == nullptr || exist >= vectors * kLanes) {
    return residual;
  }
  load_part<pixels, vectors>(residual, exist, row);
  return {.values = row, .pixel_stride = std::ptrdiff_t{vectors} * kLanes, .block_stride = kLanes};
}

/// `exist`: channels of the tile.
template <int pixels, int vectors>
BRIGADE_INLINE inline void add_residual(const ResidualPixels& residual, int exist, Tile<pixels, vectors>& tile) {
  const auto add_all = [&](const auto& load_vector) BRIGADE_INLINE {
    const float* pixel = residual.values;
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      unroll<vectors>([&](auto v) BRIGADE_INLINE {
        tile[p][v] = add(tile[p][v], load_vector(pixel + v * residual.block_stride, v * kLanes));
      });
      pixel += residual.pixel_stride;
    });
  };
  if (kHasMasks && exist < vectors * kLanes) {
    add_all([&](const float* from, int channel) BRIGADE_INLINE { return load_some(from, lanes_of(exist - channel)); });
  } else {
    add_all([](const float* from, int) BRIGADE_INLINE { return load(from); });
  }
}

/// From a pixel and a strip on.
template <typename Pixels>
BRIGADE_INLINE inline Pixels moved_to(Pixels pixels, int first_pixel, int strip) {
  if (pixels.values != nullptr) {
    pixels.values += first_pixel * pixels.pixel_stride + std::ptrdiff_t{strip} * kStripVectors * pixels.block_stride;
  }
  return pixels;
}

/// Computes `tiles` tiles of one strip from a pixel on. `whole`: all channels of the strip exist, so that a tile needs
/// no more than it takes to add, activate and store it, which counts where inputs are few. A function by itself, so
/// that engines find registers for it.
template <typename Kernel, int pixels, int vectors, ActivationKind kind, bool whole>
[[gnu::noinline]] void compute_tiles(const typename Kernel::Work& shared_work, int first_pixel, int tiles, int strip) {
  // A copy, which no store can change: what is the same for all tiles is computed once.
  const typename Kernel::Work work = shared_work;
  const ActivationVectors constants = vectors_of(work.output.activation);
  const int exist = whole ? vectors * kLanes : work.output.channels - strip * kStrip;
  ResidualPixels residual = moved_to(work.output.residual, first_pixel, strip);
  RowTarget target = moved_to(work.output.target, first_pixel, strip);
  const bool adds = residual.values != nullptr;
  float row[pixels * vectors * kLanes];
  for (int tile = 0; tile < tiles; ++tile, first_pixel += pixels) {
    const ResidualPixels added = whole ? residual : part_of<pixels, vectors>(residual, exist, row);
    Tile<pixels, vectors> values;
    Kernel::template compute<pixels, vectors>(work, first_pixel, strip, values);
    if (adds) {
      add_residual<pixels, vectors>(added, exist, values);
      residual.values += pixels * residual.pixel_stride;
    }
    activate_tile<kind, pixels, vectors>(constants, values);
    if (kHasPairs && target.previous != 0) {
      store_whole_tile<pixels, vectors, kHasPairs>(values, target.values, target.pixel_stride, target.block_stride,
                                                   target.previous);
    } else if constexpr (whole) {
      store_whole_tile<pixels, vectors>(values, target.values, target.pixel_stride, target.block_stride);
    } else {
      store_tile<pixels, vectors>(values, target.values, target.pixel_stride, target.block_stride,
                                  target.whole_blocks ? vectors * kLanes : exist);
    }
    target.values += pixels * target.pixel_stride;
  }
}

/// The same of as many channels as the strip has.
template <typename Kernel, int pixels, ActivationKind kind>
BRIGADE_INLINE inline void compute_tiles_of(const typename Kernel::Work& work, int first_pixel, int tiles, int strip) {
  const int exist = work.output.channels - strip * kStrip;
  if (exist <= kLanes) {
    compute_tiles<Kernel, pixels, 1, kind, false>(work, first_pixel, tiles, strip);
  } else if (exist >= kStrip) {
    compute_tiles<Kernel, pixels, kStripVectors, kind, true>(work, first_pixel, tiles, strip);
  } else {
    compute_tiles<Kernel, pixels, kStripVectors, kind, false>(work, first_pixel, tiles, strip);
  }
}

/// Calls f(pixels of a tile as a constant, the first of them, tiles) for pixels, at least one, in tiles of at most
/// `most`, which are of as equal a size as can be: one of few pixels would wait for its own sums.
template <int most, typename Function>
BRIGADE_INLINE inline void for_equal_tiles(int pixels, const Function& f) {
  const int tiles = (pixels + most - 1) / most;
  const int least = pixels / tiles;
  const int larger_tiles = pixels % tiles;
  const int least_tiles = tiles - larger_tiles;
  const auto call = [&](int size, int first, int count) BRIGADE_INLINE {
    unroll<most>([&](auto i) BRIGADE_INLINE {
      if (size == i + 1) {
        f(std::integral_constant<int, i + 1>{}, first, count);
      }
    });
  };
  call(least, 0, least_tiles);
  if (larger_tiles > 0) {
    call(least + 1, least_tiles * least, larger_tiles);
  }
}

template <typename Kernel, ActivationKind kind>
void compute_strips(const typename Kernel::Work& work, int first_pixel, int pixels) {
  const int strips = (work.output.channels + kStrip - 1) / kStrip;
  for (int strip = 0; strip < strips; ++strip) {
    for_equal_tiles<Kernel::kMostPixels>(pixels, [&](auto tile, int first, int tiles) BRIGADE_INLINE {
      compute_tiles_of<Kernel, tile, kind>(work, first_pixel + first, tiles, strip);
    });
  }
}

/// Computes all outputs of some pixels of a 1x1 convolution, perhaps of none. `Kernel` has the type of its Work, which
/// holds a PointwiseOutput; how many pixels are the most whose sums fit the registers; and computes a tile before
/// residual and activation.
template <typename Kernel>
void compute_pointwise(const typename Kernel::Work& work, int first_pixel, int pixels) {
  if (pixels == 0) {
    return;
  }
  with_kind(work.output.activation,
            [&](auto kind) BRIGADE_INLINE { compute_strips<Kernel, kind()>(work, first_pixel, pixels); });
}

}  // namespace brigade::models::network::BRIGADE_KERNELS
