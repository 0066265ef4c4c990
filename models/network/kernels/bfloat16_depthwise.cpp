// The depthwise convolution of values rounded to bfloat16, rows of which come in pairs.

#include "models/network/kernels/bfloat16_vector.hpp"
#include "models/network/kernels/depthwise_tiles.hpp"
#include "models/network/kernels/instruction_set_kernels.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

struct PairProduct {
  using Weight = std::int32_t;
  using Values = Pairs;
  BRIGADE_INLINE static Pairs load_weights(const std::int32_t* from) { return load_pairs(from); }
  BRIGADE_INLINE static Pairs load_inputs(const float* from) { return load_pairs(from); }
  BRIGADE_INLINE static Vector add(Pairs value, Pairs weight, Vector sum) { return dot_add(value, weight, sum); }
};

template <int window, int stride>
struct BFloat16DepthwiseKernel {
  using Work = BFloat16DepthwiseWork;
  using Weight = std::int32_t;
  static constexpr int kStride = stride;
  static constexpr int kPairs = pairs_of(window);
  static constexpr int kWeightVectors = kBFloat16Heads + kPairs * window;

  template <int columns>
  BRIGADE_INLINE static void compute(const float* const* rows, std::ptrdiff_t offset, const std::int32_t* weights,
                                     Tile<columns, 1>& sums) {
    unroll<columns>([&](auto c) BRIGADE_INLINE { sums[c][0] = fill(0); });
    const std::int32_t* taps = weights + std::ptrdiff_t{kBFloat16Heads} * kLanes;
    unroll<kPairs>([&](auto pair) BRIGADE_INLINE {
      add_taps<PairProduct, window, stride, columns>(rows[row_of_pair(window, pair)] + offset,
                                                     taps + std::ptrdiff_t{pair} * window * kLanes, sums);
    });
    const auto* floats = reinterpret_cast<const float*>(weights);
    const Vector scale = load(floats);
    const Vector bias = load(floats + kLanes);
    unroll<columns>([&](auto c) BRIGADE_INLINE { sums[c][0] = multiply_add(sums[c][0], scale, bias); });
  }
};

}  // namespace

template <int window, int stride>
void bfloat16_depthwise(const BFloat16DepthwiseWork& work) {
  compute_depthwise<BFloat16DepthwiseKernel<window, stride>>(work);
}

template void bfloat16_depthwise<3, 1>(const BFloat16DepthwiseWork& work);
template void bfloat16_depthwise<3, 2>(const BFloat16DepthwiseWork& work);
template void bfloat16_depthwise<5, 1>(const BFloat16DepthwiseWork& work);
template void bfloat16_depthwise<5, 2>(const BFloat16DepthwiseWork& work);

}  // namespace brigade::models::network::BRIGADE_KERNELS
