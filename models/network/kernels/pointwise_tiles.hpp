#pragma once

// What 1x1 convolutions of floats and of integers share: outputs in strips, pixels in tiles whose sums stay in
// registers, and what is done to a tile before it is stored.

#include "models/network/kernels/register_tiles.hpp"

#include <cstddef>

namespace brigade::models::network::BRIGADE_KERNELS {

/// A strip of outputs is two vectors wide.
inline constexpr int kStripVectors = 2;
inline constexpr int kStrip = kStripVectors * kLanes;

/// Values of some pixels of a strip.
template <int pixels, int vectors>
using Tile = Vector[pixels][vectors];

template <int pixels, int vectors, bool hard_swish>
BRIGADE_INLINE inline void store_tile(const PointwiseOutput& output, int first_pixel, int strip,
                                      const Tile<pixels, vectors>& tile) {
  const ActivationVectors constants = vectors_of(output.activation);
  unroll<vectors>([&](auto v) BRIGADE_INLINE {
    const std::ptrdiff_t block = std::ptrdiff_t{strip} * kStripVectors + v;
    const int exist = output.channels - static_cast<int>(block) * kLanes;
    const int channels = output.target.whole_blocks ? kLanes : exist;
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      Vector value = tile[p][v];
      if (output.residual.values != nullptr) {
        const float* residual =
            output.residual.values + (first_pixel + p) * output.residual.pixel_stride + block * kLanes;
        value = add(value, exist >= kLanes ? load(residual) : load_some(residual, exist));
      }
      store_block(
          output.target.values + (first_pixel + p) * output.target.pixel_stride + block * output.target.block_stride,
          activate<hard_swish>(constants, value), channels);
    });
  });
}

template <typename Kernel, int pixels, int vectors, bool hard_swish>
BRIGADE_INLINE inline void compute_tile(const typename Kernel::Work& work, int first_pixel, int strip) {
  Tile<pixels, vectors> tile;
  Kernel::template compute<pixels, vectors>(work, first_pixel, strip, tile);
  store_tile<pixels, vectors, hard_swish>(work.output, first_pixel, strip, tile);
}

template <typename Kernel, int pixels, bool hard_swish>
void compute_pixels(const typename Kernel::Work& work, int first_pixel, int strip) {
  if (work.output.channels - strip * kStrip <= kLanes) {
    compute_tile<Kernel, pixels, 1, hard_swish>(work, first_pixel, strip);
  } else {
    compute_tile<Kernel, pixels, kStripVectors, hard_swish>(work, first_pixel, strip);
  }
}

template <typename Kernel, bool hard_swish>
void compute_strips(const typename Kernel::Work& work) {
  constexpr int kMost = Kernel::kMostPixels;
  const int strips = (work.output.channels + kStrip - 1) / kStrip;
  const int tiles = (work.output.pixels + kMost - 1) / kMost;
  for (int strip = 0; strip < strips; ++strip) {
    // Tiles of as equal a size as can be: one of few pixels would wait for its own sums.
    for (int tile = 0, first = 0; tile < tiles; ++tile) {
      const int pixels = (work.output.pixels - first) / (tiles - tile);
      unroll<kMost>([&](auto i) BRIGADE_INLINE {
        if (pixels == i + 1) {
          compute_pixels<Kernel, i + 1, hard_swish>(work, first, strip);
        }
      });
      first += pixels;
    }
  }
}

/// Computes all outputs of a 1x1 convolution. `Kernel` has the type of its Work, which holds a PointwiseOutput; how
/// many pixels are the most whose sums fit the registers; and computes a tile before residual and activation.
template <typename Kernel>
void compute_pointwise(const typename Kernel::Work& work) {
  if (work.output.activation.hard_swish) {
    compute_strips<Kernel, true>(work);
  } else {
    compute_strips<Kernel, false>(work);
  }
}

}  // namespace brigade::models::network::BRIGADE_KERNELS
