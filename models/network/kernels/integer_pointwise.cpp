// The 1x1 convolution of integers: pixels are rounded to 8 bits, multiplied with weights of 8 bits, and the sums of
// 32 bits become floats again.

#include "models/network/kernels/instruction_set_kernels.hpp"
#include "models/network/kernels/integer_vector.hpp"
#include "models/network/kernels/pointwise_tiles.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

struct IntegerKernel {
  using Work = IntegerPointwiseWork;
  static constexpr int kMostPixels = kRegisters >= 32 ? 12 : 4;

  template <int pixels, int vectors>
  BRIGADE_INLINE static void compute(const Work& work, int first_pixel, int strip, Tile<pixels, vectors>& tile) {
    constexpr int kHeads = 3;  // scales, biases and what sums begin with
    const int words = (work.input_channels + kGroup - 1) / kGroup;
    const std::int32_t* head = work.weights + static_cast<std::ptrdiff_t>(strip) * kStrip * (words + kHeads);
    const std::int32_t* weights = head + std::ptrdiff_t{kStrip} * (kHeads - 1);
    const std::int32_t* inputs[pixels];
    Words sums[pixels][vectors];
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      inputs[p] = work.input + static_cast<std::ptrdiff_t>(first_pixel + p) * words;
      unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = load_words(weights + v * kLanes); });
    });
    for (int k = 0; k < words; ++k) {
      weights += kStrip;
      Words taps[vectors];
      unroll<vectors>([&](auto v) BRIGADE_INLINE { taps[v] = load_words(weights + v * kLanes); });
      unroll<pixels>([&](auto p) BRIGADE_INLINE {
        const Words value = broadcast_word(inputs[p]++);
        unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = dot_add(value, taps[v], sums[p][v]); });
      });
    }
    unroll<vectors>([&](auto v) BRIGADE_INLINE {
      const auto* floats = reinterpret_cast<const float*>(head) + v * kLanes;
      const Vector scale = load(floats);
      const Vector bias = load(floats + kStrip);
      unroll<pixels>([&](auto p) BRIGADE_INLINE { tile[p][v] = multiply_add(to_floats(sums[p][v]), scale, bias); });
    });
  }
};

/// Constants of a quantisation, in registers.
struct RoundingVectors {
  Vector steps;  ///< of a unit
  Vector zero_point;
  Vector least;
  Vector most;
  Vector subtracted;
};

BRIGADE_INLINE inline Words rounded(const RoundingVectors& constants, Vector value) {
  const Vector steps = multiply_add(value, constants.steps, constants.zero_point);
  return round_to_words(add(smaller(larger(steps, constants.least), constants.most), constants.subtracted));
}

}  // namespace

void round_pixels(const RoundWork& work) {
  const auto zero_point = static_cast<float>(work.quantisation.zero_point);
  const RoundingVectors constants{.steps = fill(1.0F / work.quantisation.scale),
                                  .zero_point = fill(zero_point),
                                  .least = fill(Quantisation::kLeast),
                                  .most = fill(Quantisation::kMost),
                                  .subtracted = fill(kCentred ? -zero_point : 0)};
  const int whole = work.channels / kLanes * kLanes;
  const int rest = work.channels - whole;
  const int stored = (work.channels + kGroup - 1) / kGroup * kGroup;
  auto* to = reinterpret_cast<Stored*>(work.output);
  const float* from = work.input.values;
  for (int pixel = 0; pixel < work.pixels; ++pixel) {
    for (int channel = 0; channel < whole; channel += kLanes) {
      store_rounded(to + channel, rounded(constants, load(from + channel)));
    }
    if (rest > 0) {
      // What exceeds the channels is overwritten by the next pixel, or meets weights that are 0.
      store_rounded(to + whole, rounded(constants, load_some(from + whole, rest)));
    }
    to += stored;
    from += work.input.pixel_stride;
  }
}

void integer_pointwise(const IntegerPointwiseWork& work) { compute_pointwise<IntegerKernel>(work); }

}  // namespace brigade::models::network::BRIGADE_KERNELS
