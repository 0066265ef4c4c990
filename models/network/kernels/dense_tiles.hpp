#pragma once

// What dense convolutions with a window share, of floats and of bfloat16.

#include "models/network/kernels/pointwise_tiles.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

/// Of a window that takes every second pixel of an image of three channels.
inline constexpr int kImageStride = 6;

/// Computes a row. `Kernel` is one of compute_pointwise, of a Work with a `pixel_stride`; its parameter is that stride
/// where it is known here, so that one address with constant offsets serves all pixels, or 0: any.
template <template <int known_stride> typename Kernel, typename Work>
void compute_dense(const Work& work) {
  if (work.pixel_stride == kImageStride) {
    compute_pointwise<Kernel<kImageStride>>(work, 0, work.output.pixels);
  } else {
    compute_pointwise<Kernel<0>>(work, 0, work.output.pixels);
  }
}

}  // namespace brigade::models::network::BRIGADE_KERNELS
