// The 1x1 convolution of floats.

#include "models/network/kernels/instruction_set_kernels.hpp"
#include "models/network/kernels/pointwise_tiles.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

struct FloatKernel {
  using Work = PointwiseWork;
  static constexpr int kMostPixels = kRegisters >= 32 ? 12 : kHasMultiplyAdd ? 6 : 4;

  template <int pixels, int vectors>
  BRIGADE_INLINE static void compute(const Work& work, int first_pixel, int strip, Tile<pixels, vectors>& sums) {
    const float* weights = work.weights + static_cast<std::ptrdiff_t>(strip) * kStrip * (work.input_channels + 1);
    const float* inputs[pixels];
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      inputs[p] = work.input.values + (first_pixel + p) * work.input.pixel_stride;
      unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = load(weights + v * kLanes); });
    });
    for (int k = 0; k < work.input_channels; ++k) {
      weights += kStrip;
      Vector taps[vectors];
      unroll<vectors>([&](auto v) BRIGADE_INLINE { taps[v] = load(weights + v * kLanes); });
      unroll<pixels>([&](auto p) BRIGADE_INLINE {
        const Vector value = broadcast(inputs[p]++);
        unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = multiply_add(value, taps[v], sums[p][v]); });
      });
    }
  }
};

}  // namespace

void pointwise(const PointwiseWork& work) { compute_pointwise<FloatKernel>(work); }

}  // namespace brigade::models::network::BRIGADE_KERNELS
