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
    const std::int32_t* input = work.input + static_cast<std::ptrdiff_t>(first_pixel) * words;
    Words sums[pixels][vectors];
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      inputs[p] = input;
      input += words;
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
  Vector low;    ///< of what is stored as Quantisation::kLeast
  Vector high;   ///< of what is stored as Quantisation::kMost
  Vector steps;  ///< of a unit
  Vector offset;
};

BRIGADE_INLINE inline RoundingVectors vectors_of(const Quantisation& quantisation) {
  const auto zero_point = static_cast<float>(quantisation.zero_point);
  return {.low = fill((Quantisation::kLeast - zero_point) * quantisation.scale),
          .high = fill((Quantisation::kMost - zero_point) * quantisation.scale),
          .steps = fill(1.0F / quantisation.scale),
          .offset = fill(kRoundingOffset + (kCentred ? 0 : zero_point))};
}

BRIGADE_INLINE inline Words rounded(const RoundingVectors& constants, Vector value) {
  return nearest(smaller(larger(value, constants.low), constants.high), constants.steps, constants.offset);
}

/// Rounds values that follow each other. Up to a vector more may be written.
BRIGADE_INLINE inline void round_values(const RoundingVectors& constants, const float* from, int count, Stored* to) {
  int i = 0;
  for (; i + 2 * kLanes <= count; i += 2 * kLanes) {
    store_stored(to + i, rounded(constants, load(from + i)), rounded(constants, load(from + i + kLanes)));
  }
  for (; i + kLanes <= count; i += kLanes) {
    store_stored(to + i, rounded(constants, load(from + i)));
  }
  if (i < count) {
    store_stored(to + i, rounded(constants, load_some(from + i, count - i)));
  }
}

}  // namespace

void round_pixels(const RoundWork& work) {
  const RoundingVectors constants = vectors_of(work.quantisation);
  const int stored = (work.channels + kGroup - 1) / kGroup * kGroup;
  auto* to = reinterpret_cast<Stored*>(work.output);
  if (work.input.pixel_stride == stored) {
    round_values(constants, work.input.values, work.pixels * stored, to);
    return;
  }
  // What exceeds a pixel's channels is overwritten by the next pixel, or meets weights that are 0.
  for (int pixel = 0; pixel < work.pixels; ++pixel) {
    round_values(constants, work.input.values + pixel * work.input.pixel_stride, work.channels,
                 to + static_cast<std::ptrdiff_t>(pixel) * stored);
  }
}

void integer_pointwise(const IntegerPointwiseWork& work) { compute_pointwise<IntegerKernel>(work); }

}  // namespace brigade::models::network::BRIGADE_KERNELS
