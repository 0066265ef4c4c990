// The 1x1 convolution of integers: pixels are rounded to 8 bits, multiplied with weights of 8 bits, and the sums of
// 32 bits become floats again.

#include "models/network/kernels/instruction_set_kernels.hpp"
#include "models/network/kernels/integer_vector.hpp"
#include "models/network/kernels/pointwise_tiles.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

constexpr float kMostStored = 255;

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

/// Steps of a vector of channels, in registers.
struct Steps {
  Vector of_unit;
  Vector offset;
};

BRIGADE_INLINE inline Steps steps_at(const float* steps, int channel) {
  return {.of_unit = load(steps + std::ptrdiff_t{2} * channel),
          .offset = load(steps + std::ptrdiff_t{2} * channel + kLanes)};
}

BRIGADE_INLINE inline Words rounded(const Steps& steps, Vector value) {
  const Vector least = fill(kRoundingOffset);
  const Vector most = fill(kRoundingOffset + kMostStored);
  return nearest(smaller(larger(multiply_add(value, steps.of_unit, steps.offset), least), most));
}

/// Rounds `vectors` vectors of channels of every pixel.
template <int vectors>
BRIGADE_INLINE inline void round_vectors(const RoundWork& work, int channel) {
  Steps steps[vectors];
  unroll<vectors>([&](auto v) BRIGADE_INLINE { steps[v] = steps_at(work.steps, channel + v * kLanes); });
  const std::ptrdiff_t stored = std::ptrdiff_t{(work.channels + kGroup - 1) / kGroup} * kGroup;
  const float* from = work.input.values + channel;
  Stored* to = reinterpret_cast<Stored*>(work.output) + channel;
  for (int pixel = 0; pixel < work.pixels; ++pixel, from += work.input.pixel_stride, to += stored) {
    if constexpr (vectors == 2) {
      store_stored(to, rounded(steps[0], load(from)), rounded(steps[1], load(from + kLanes)));
    } else {
      const int exist = work.channels - channel;
      store_stored(to, rounded(steps[0], exist >= kLanes ? load(from) : load_some(from, exist)));
    }
  }
}

}  // namespace

void round_pixels(const RoundWork& work) {
  // From the last channels to the first: a vector that exceeds a pixel's channels writes over the next pixel's first
  // ones, or, after the last pixel, what meets weights that are 0.
  const int pairs = work.channels / (2 * kLanes);
  const int paired = pairs * 2 * kLanes;
  if (paired + kLanes < work.channels) {
    round_vectors<1>(work, paired + kLanes);
  }
  if (paired < work.channels) {
    round_vectors<1>(work, paired);
  }
  for (int pair = pairs - 1; pair >= 0; --pair) {
    round_vectors<2>(work, pair * 2 * kLanes);
  }
}

void integer_pointwise(const IntegerPointwiseWork& work) { compute_pointwise<IntegerKernel>(work); }

}  // namespace brigade::models::network::BRIGADE_KERNELS
