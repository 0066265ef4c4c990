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

/// Adds to a tile's sums the products of `count` inputs of every pixel and their weights, and moves `weights` behind
/// them. `count`: at least 1. `inputs_at_once`: between two borders of a loop, see `repeat`. `known_stride`: floats
/// from pixel to pixel where they are known here, so that one address with constant offsets serves all; 0: any.
template <int inputs_at_once, int known_stride, int pixels, int vectors>
BRIGADE_INLINE inline void add_products(const float* (&inputs)[pixels], int count, const float*& weights,
                                        Tile<pixels, vectors>& sums) {
  const auto step = [&](auto steps) BRIGADE_INLINE {
    unroll<steps>([&](auto k) BRIGADE_INLINE {
      Vector taps[vectors];
      unroll<vectors>([&](auto v) BRIGADE_INLINE { taps[v] = load(weights + k * kStrip + v * kLanes); });
      unroll<pixels>([&](auto p) BRIGADE_INLINE {
        const Vector value = broadcast(known_stride > 0 ? inputs[0] + p * known_stride + k : inputs[p] + k);
        unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = multiply_add(value, taps[v], sums[p][v]); });
      });
    });
    weights += steps * kStrip;
    unroll<pixels>([&](auto p) BRIGADE_INLINE { inputs[p] += steps; });
  };
  if (count < 1) {
    __builtin_unreachable();  // else engines would move all sums to where they are when there is no input
  }
  int k = 0;
  for (; k + inputs_at_once <= count; k += inputs_at_once) {
    step(std::integral_constant<int, inputs_at_once>{});
  }
  for (; k < count; ++k) {
    step(std::integral_constant<int, 1>{});
  }
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

/// The residual of a tile, copied to `row` where only some of the tile's channels exist and no mask leaves out the
/// others. Before there are sums: those would be stored before a call and read again behind it, whether it comes to
/// pass or not.
template <int pixels, int vectors>
BRIGADE_INLINE inline ResidualPixels residual_of(const PointwiseOutput& output, int first_pixel, int strip,
                                                 float* row) {
  if (output.residual.values == nullptr) {
    return {};
  }
  ResidualPixels tile = moved(output.residual, first_pixel);
  tile.values += std::ptrdiff_t{strip} * kStripVectors * tile.block_stride;
  const int exist = output.channels - strip * kStrip;
  if (kHasMasks || exist >= vectors * kLanes) {
    return tile;
  }
  load_part<pixels, vectors>(tile, exist, row);
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

/// Activates and stores.
template <int pixels, int vectors, ActivationKind kind>
BRIGADE_INLINE inline void finish_tile(const PointwiseOutput& output, int first_pixel, int strip,
                                       Tile<pixels, vectors>& tile) {
  const ActivationVectors constants = vectors_of(output.activation);
  unroll<pixels>([&](auto p) BRIGADE_INLINE {
    unroll<vectors>([&](auto v) BRIGADE_INLINE { tile[p][v] = activate<kind>(constants, tile[p][v]); });
  });
  const RowTarget& target = output.target;
  store_tile<pixels, vectors>(
      tile,
      target.values + first_pixel * target.pixel_stride + std::ptrdiff_t{strip} * kStripVectors * target.block_stride,
      target.pixel_stride, target.block_stride, target.whole_blocks ? kStrip : output.channels - strip * kStrip);
}

/// Computes `tiles` tiles of one strip from a pixel on. A function by itself, so that engines find registers for it.
template <typename Kernel, int pixels, int vectors, ActivationKind kind>
[[gnu::noinline]] void compute_tiles(const typename Kernel::Work& shared_work, int first_pixel, int tiles, int strip) {
  // A copy, which no store can change: what is the same for all tiles is computed once.
  const typename Kernel::Work work = shared_work;
  float row[pixels * vectors * kLanes];
  for (int tile = 0; tile < tiles; ++tile, first_pixel += pixels) {
    const ResidualPixels residual = residual_of<pixels, vectors>(work.output, first_pixel, strip, row);
    Tile<pixels, vectors> values;
    Kernel::template compute<pixels, vectors>(work, first_pixel, strip, values);
    if (residual.values != nullptr) {
      add_residual<pixels, vectors>(residual, work.output.channels - strip * kStrip, values);
    }
    finish_tile<pixels, vectors, kind>(work.output, first_pixel, strip, values);
  }
}

/// The same of as many pixels a tile as are asked for, 1 to Kernel::kMostPixels.
template <typename Kernel, ActivationKind kind>
BRIGADE_INLINE inline void compute_tiles_of(int pixels, const typename Kernel::Work& work, int first_pixel, int tiles,
                                            int strip) {
  unroll<Kernel::kMostPixels>([&](auto i) BRIGADE_INLINE {
    if (pixels != i + 1) {
      return;
    }
    if (work.output.channels - strip * kStrip <= kLanes) {
      compute_tiles<Kernel, i + 1, 1, kind>(work, first_pixel, tiles, strip);
    } else {
      compute_tiles<Kernel, i + 1, kStripVectors, kind>(work, first_pixel, tiles, strip);
    }
  });
}

template <typename Kernel, ActivationKind kind>
void compute_strips(const typename Kernel::Work& work, int first_pixel, int pixels) {
  const int strips = (work.output.channels + kStrip - 1) / kStrip;
  const int tiles = (pixels + Kernel::kMostPixels - 1) / Kernel::kMostPixels;
  // Tiles of as equal a size as can be: one of few pixels would wait for its own sums.
  const int least = pixels / tiles;
  const int larger_tiles = pixels % tiles;
  const int least_tiles = tiles - larger_tiles;
  for (int strip = 0; strip < strips; ++strip) {
    compute_tiles_of<Kernel, kind>(least, work, first_pixel, least_tiles, strip);
    if (larger_tiles > 0) {
      compute_tiles_of<Kernel, kind>(least + 1, work, first_pixel + least_tiles * least, larger_tiles, strip);
    }
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
