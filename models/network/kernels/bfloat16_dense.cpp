// The dense convolution with a window, of values rounded to bfloat16.

#include "models/network/kernels/bfloat16_vector.hpp"
#include "models/network/kernels/dense_tiles.hpp"
#include "models/network/kernels/instruction_set_kernels.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

/// `known_stride`: see compute_dense.
template <int known_stride>
struct BFloat16DenseKernel {
  using Work = BFloat16DenseWork;
  static constexpr int kMostPixels = kMostFloatPixels;

  template <int pixels, int vectors>
  BRIGADE_INLINE static void compute(const Work& work, int first_pixel, int strip, Tile<pixels, vectors>& sums) {
    const int pairs = pairs_of(work.row_inputs);
    const std::int32_t* head =
        work.weights + static_cast<std::ptrdiff_t>(strip) * kStrip * (work.window * pairs + kBFloat16Heads);
    const std::int32_t* weights = head + std::ptrdiff_t{kStrip} * kBFloat16Heads;
    const std::ptrdiff_t pixel_stride = known_stride > 0 ? known_stride : work.pixel_stride;
    unroll<pixels>([&](auto p)
                       BRIGADE_INLINE { unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = fill(0); }); });
    if (strip == 0 && work.next != nullptr) {
      fetch_share<pixels>(work, first_pixel);
    }
    for (int row = 0; row < work.window; ++row) {
      const std::uint16_t* inputs = work.rows[row] + first_pixel * pixel_stride;
      for (int pair = 0; pair < pairs; ++pair, inputs += 2, weights += kStrip) {
        add_pair<pixels, vectors>(inputs, pixel_stride, weights, sums);
      }
    }
    const auto* floats = reinterpret_cast<const float*>(head);
    unroll<vectors>([&](auto v) BRIGADE_INLINE {
      const Vector scale = load(floats + v * kLanes);
      const Vector bias = load(floats + kStrip + v * kLanes);
      unroll<pixels>([&](auto p) BRIGADE_INLINE { sums[p][v] = multiply_add(sums[p][v], scale, bias); });
    });
  }

  /// Fetches the share of these pixels of what the next row of output is made of.
  template <int pixels>
  BRIGADE_INLINE static void fetch_share(const Work& work, int first_pixel) {
    const std::ptrdiff_t share = work.next_floats / work.output.pixels;
    const float* from = work.next + first_pixel * share;
    for (const float* const end = from + pixels * share; from < end; from += kLanes) {
      fetch(from);
    }
  }

  template <int pixels, int vectors>
  BRIGADE_INLINE static void add_pair(const std::uint16_t* inputs, std::ptrdiff_t pixel_stride,
                                      const std::int32_t* weights, Tile<pixels, vectors>& sums) {
    Pairs taps[vectors];
    unroll<vectors>([&](auto v) BRIGADE_INLINE { taps[v] = load_pairs(weights + v * kLanes); });
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      const Pairs value = broadcast_pair(inputs + p * pixel_stride);
      unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = dot_add(value, taps[v], sums[p][v]); });
    });
  }
};

}  // namespace

void round_values(const float* values, int count, std::uint16_t* rounded) {
  int i = 0;
  for (; i + 2 * kLanes <= count; i += 2 * kLanes) {
    store_rounded(rounded + i, load(values + i), load(values + i + kLanes));
  }
  for (; i < count; i += kLanes) {
    const int exist = lanes_of(count - i);
    store_some_rounded(rounded + i, load_some(values + i, exist), exist);
  }
}

void bfloat16_dense(const BFloat16DenseWork& work) { compute_dense<BFloat16DenseKernel>(work); }

}  // namespace brigade::models::network::BRIGADE_KERNELS
