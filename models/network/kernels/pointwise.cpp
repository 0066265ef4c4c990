// The 1x1 convolution of floats.

#include "models/network/kernels/instruction_set_kernels.hpp"
#include "models/network/kernels/pointwise_tiles.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

struct FloatKernel {
  using Work = PointwiseWork;
  static constexpr int kMostPixels = kMostFloatPixels;

  template <int pixels, int vectors>
  BRIGADE_INLINE static void compute(const Work& work, int first_pixel, int strip, Tile<pixels, vectors>& sums) {
    const float* weights = work.weights + static_cast<std::ptrdiff_t>(strip) * kStrip * (work.input_channels + 1);
    const float* inputs[pixels];
    const float* input = work.input.values + first_pixel * work.input.pixel_stride;
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      inputs[p] = input;
      input += work.input.pixel_stride;
      unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = load(weights + v * kLanes); });
    });
    weights += kStrip;
    add_products<0, pixels, vectors>(inputs, work.input_channels, weights, sums);
  }
};

}  // namespace

void pointwise(const PointwiseWork& work) { compute_pointwise<FloatKernel>(work, 0, work.output.pixels); }

}  // namespace brigade::models::network::BRIGADE_KERNELS
