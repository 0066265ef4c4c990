// The 1x1 convolution of floats.

#include "models/network/kernels/instruction_set_kernels.hpp"
#include "models/network/kernels/pointwise_tiles.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

struct FloatKernel {
  using Work = PointwiseWork;
  static constexpr int kMostPixelsOfFewRegisters = kHasMultiplyAdd ? 6 : 4;
  static constexpr int kMostPixels = kRegisters >= 32 ? 12 : kMostPixelsOfFewRegisters;

  static constexpr int kInputs = kHasMultiplyAdd ? 1 : 2;

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
    const auto step = [&](auto inputs_at_once) BRIGADE_INLINE {
      unroll<inputs_at_once>([&](auto k) BRIGADE_INLINE {
        Vector taps[vectors];
        unroll<vectors>([&](auto v) BRIGADE_INLINE { taps[v] = load(weights + (k + 1) * kStrip + v * kLanes); });
        unroll<pixels>([&](auto p) BRIGADE_INLINE {
          const Vector value = broadcast(inputs[p] + k);
          unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = multiply_add(value, taps[v], sums[p][v]); });
        });
      });
      weights += inputs_at_once * kStrip;
      unroll<pixels>([&](auto p) BRIGADE_INLINE { inputs[p] += inputs_at_once; });
    };
    int k = 0;
    for (; k + kInputs <= work.input_channels; k += kInputs) {
      step(std::integral_constant<int, kInputs>{});
    }
    for (; k < work.input_channels; ++k) {
      step(std::integral_constant<int, 1>{});
    }
  }
};

}  // namespace

void pointwise(const PointwiseWork& work) { compute_pointwise<FloatKernel>(work); }

}  // namespace brigade::models::network::BRIGADE_KERNELS
