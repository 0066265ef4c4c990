// The 1x1 convolution of floats whose weights are read as 8 bits: of a single pixel, which waits for nothing but its
// weights.

#include "models/network/kernels/instruction_set_kernels.hpp"
#include "models/network/kernels/integer_vector.hpp"
#include "models/network/kernels/pointwise_tiles.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

struct PixelKernel {
  using Work = PixelPointwiseWork;
  static constexpr int kMostPixels = 1;
  /// Each with sums of its own, so that none waits for its own last addition.
  static constexpr int kInputs = 4;

  template <int pixels, int vectors>
  BRIGADE_INLINE static void compute(const Work& work, int first_pixel, int strip, Tile<pixels, vectors>& tile) {
    const std::int8_t* weights = work.weights + static_cast<std::ptrdiff_t>(strip) * kStrip * work.input_channels;
    const float* input = work.input.values + first_pixel * work.input.pixel_stride;
    Tile<kInputs, vectors> sums;
    unroll<kInputs>([&](auto k)
                        BRIGADE_INLINE { unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[k][v] = fill(0); }); });
    const auto add_product = [&](auto k) BRIGADE_INLINE {
      const Vector value = broadcast(input + k);
      unroll<vectors>([&](auto v) BRIGADE_INLINE {
        sums[k][v] = multiply_add(value, load_bytes(weights + k * kStrip + v * kLanes), sums[k][v]);
      });
    };
    int left = work.input_channels;
    for (; left >= kInputs; left -= kInputs) {
      unroll<kInputs>(add_product);
      input += kInputs;
      weights += std::ptrdiff_t{kInputs} * kStrip;
    }
    for (; left > 0; --left) {
      add_product(std::integral_constant<int, 0>{});
      ++input;
      weights += kStrip;
    }
    const float* head = work.heads + std::ptrdiff_t{strip} * kStrip * 2;
    unroll<vectors>([&](auto v) BRIGADE_INLINE {
      const Vector sum = add(add(sums[0][v], sums[1][v]), add(sums[2][v], sums[3][v]));
      tile[0][v] = multiply_add(sum, load(head + v * kLanes), load(head + kStrip + v * kLanes));
    });
  }
};

}  // namespace

void pixel_pointwise(const PixelPointwiseWork& work) { compute_pointwise<PixelKernel>(work, 0, work.output.pixels); }

}  // namespace brigade::models::network::BRIGADE_KERNELS
