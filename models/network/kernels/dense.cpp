// The dense convolution with a window.

#include "models/network/kernels/dense_tiles.hpp"
#include "models/network/kernels/instruction_set_kernels.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

/// A row of the window is to its pixels what the inputs are to a 1x1 convolution: they follow each other in memory.
/// `known_stride`: see compute_dense.
template <int known_stride>
struct DenseKernel {
  using Work = DenseWork;
  static constexpr int kMostPixels = kMostFloatPixels;

  template <int pixels, int vectors>
  BRIGADE_INLINE static void compute(const Work& work, int first_pixel, int strip, Tile<pixels, vectors>& sums) {
    const float* weights =
        work.weights + static_cast<std::ptrdiff_t>(strip) * kStrip * (work.window * work.row_inputs + 1);
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = load(weights + v * kLanes); });
    });
    weights += kStrip;
    const std::ptrdiff_t pixel_stride = known_stride > 0 ? known_stride : work.pixel_stride;
    for (int row = 0; row < work.window; ++row) {
      const float* inputs[pixels];
      const float* input = work.rows[row] + first_pixel * pixel_stride;
      unroll<pixels>([&](auto p) BRIGADE_INLINE {
        inputs[p] = input;
        input += pixel_stride;
      });
      add_products<known_stride, pixels, vectors>(inputs, work.row_inputs, weights, sums);
    }
  }
};

}  // namespace

void dense(const DenseWork& work) { compute_dense<DenseKernel>(work); }

}  // namespace brigade::models::network::BRIGADE_KERNELS
