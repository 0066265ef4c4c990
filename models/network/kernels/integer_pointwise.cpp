// The 1x1 convolution of integers: pixels are rounded to 8 bits, multiplied with weights of 8 bits, and the sums of
// 32 bits become floats again.

#include "models/network/graph/quantisation.hpp"
#include "models/network/kernels/instruction_set_kernels.hpp"
#include "models/network/kernels/integer_vector.hpp"
#include "models/network/kernels/pointwise_tiles.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

/// Of a pixel.
constexpr int words_of(int channels) { return (channels + kGroup - 1) / kGroup; }

struct IntegerKernel {
  using Work = IntegerPointwiseWork;
  /// There are registers for 12, but such tiles would hold pixels of two scales, and were a tenth slower.
  static constexpr int kMostPixels = kRegisters >= 32 ? 8 : 4;
  static_assert(kRoundedPixels % kMostPixels == 0);
  /// In each turn of a loop.
  static constexpr int kWordsAtOnce = kStaysLoop ? 2 : 1;

  /// Of pixels that were rounded alike.
  template <int pixels, int vectors>
  BRIGADE_INLINE static void compute(const Work& work, int first_pixel, int strip, Tile<pixels, vectors>& tile) {
    const int words = words_of(work.input_channels);
    const std::int32_t* head = work.weights + static_cast<std::ptrdiff_t>(strip) * kStrip * (words + kIntegerHeads);
    const std::int32_t* weights = head + std::ptrdiff_t{kStrip} * (kIntegerHeads - 1);
    const std::int32_t* inputs[pixels];
    const std::int32_t* input = work.input.words + static_cast<std::ptrdiff_t>(first_pixel) * words;
    Words sums[pixels][vectors];
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      inputs[p] = input;
      input += words;
      unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = load_words(weights + v * kLanes); });
    });
    weights += kStrip;
    repeat<kWordsAtOnce>(
        words,
        [&](auto k) BRIGADE_INLINE {
          Words taps[vectors];
          unroll<vectors>([&](auto v) BRIGADE_INLINE { taps[v] = load_words(weights + k * kStrip + v * kLanes); });
          unroll<pixels>([&](auto p) BRIGADE_INLINE {
            const Words value = broadcast_word(inputs[p] + k);
            unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[p][v] = dot_add(value, taps[v], sums[p][v]); });
          });
        },
        [&]() BRIGADE_INLINE {
          weights += std::ptrdiff_t{kWordsAtOnce} * kStrip;
          unroll<pixels>([&](auto p) BRIGADE_INLINE { inputs[p] += kWordsAtOnce; });
        });
    const auto* floats = reinterpret_cast<const float*>(head);
    const Vector scale = broadcast(work.input.scales + first_pixel);
    Vector scales[vectors];
    Vector biases[vectors];
    unroll<vectors>([&](auto v) BRIGADE_INLINE {
      scales[v] = multiply(load(floats + v * kLanes), scale);
      biases[v] = load(floats + kStrip + v * kLanes);
    });
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      unroll<vectors>([&](auto v)
                          BRIGADE_INLINE { tile[p][v] = multiply_add(to_floats(sums[p][v]), scales[v], biases[v]); });
    });
  }
};

/// Some pixels that are rounded alike.
struct Group {
  const float* from = nullptr;
  std::ptrdiff_t pixel_stride = 0;
  int pixels = 0;
  int channels = 0;
  const float* steps = nullptr;
};

/// The first of the vectors from that channel on: what exceeds the channels is 0.
BRIGADE_INLINE inline Vector load_channels(const Group& group, const float* pixel, int channel) {
  const int exist = group.channels - channel;
  return exist >= kLanes ? load(pixel + channel) : load_some(pixel + channel, exist);
}

/// The largest magnitude of all values, in steps of their channels; never 0, so that one can divide by it.
template <bool is_signed>
BRIGADE_INLINE inline float largest_steps(const Group& group) {
  Vector largest = fill(1e-30F);
  for (int channel = 0; channel < group.channels; channel += kLanes) {
    const Vector steps = load(group.steps + channel);
    // Multiplied once, at last: a negative step makes the smallest value the largest.
    const Vector sign = sign_of(steps);
    const auto size = [&](const float* pixel) BRIGADE_INLINE {
      const Vector value = load_channels(group, pixel, channel);
      return is_signed ? magnitude(value) : flip(value, sign);
    };
    const float* pixel = group.from;
    Vector most = size(pixel);
    for (int p = 1; p < group.pixels; ++p) {
      pixel += group.pixel_stride;
      most = larger(size(pixel), most);
    }
    largest = larger(multiply(most, magnitude(steps)), largest);
  }
  return largest_lane(largest);
}

template <bool is_signed>
inline constexpr float kZero = is_signed ? kSignedZero : 0;

/// Stores some vectors of every pixel of a group, whose steps are to be multiplied with `unit`.
template <bool is_signed, int vectors>
BRIGADE_INLINE inline void round_vectors(const Group& group, int channel, float unit, Stored* to) {
  Vector steps[vectors];
  unroll<vectors>([&](auto v)
                      BRIGADE_INLINE { steps[v] = multiply(load(group.steps + channel + v * kLanes), fill(unit)); });
  const Vector least = fill(kRoundingOffset);
  const Vector offset = fill(kRoundingOffset + kZero<is_signed>);
  const auto rounded = [&](Vector value, Vector step) BRIGADE_INLINE {
    const Vector sum = multiply_add(value, step, offset);
    return nearest(is_signed || kStoresSaturate ? sum : larger(sum, least));
  };
  const std::ptrdiff_t stored = std::ptrdiff_t{words_of(group.channels)} * kGroup;
  const float* pixel = group.from;
  to += channel;
  for (int p = 0; p < group.pixels; ++p, pixel += group.pixel_stride, to += stored) {
    Words words[vectors];
    if constexpr (vectors == 1) {
      words[0] = rounded(load_channels(group, pixel, channel), steps[0]);
    } else {
      unroll<vectors>([&](auto v) BRIGADE_INLINE { words[v] = rounded(load(pixel + channel + v * kLanes), steps[v]); });
    }
    store_stored(to, words);
  }
}

template <bool is_signed>
void round_group(const Group& group, float unit, Stored* to) {
  // From the last channels to the first: a vector that exceeds a pixel's channels writes over the next pixel's first
  // ones, or, after the last pixel, what meets weights that are 0.
  constexpr int kAtOnce = kStoredVectors * kLanes;
  const int whole = group.channels / kAtOnce * kAtOnce;
  for (int channel = (group.channels - 1) / kLanes * kLanes; channel >= whole; channel -= kLanes) {
    round_vectors<is_signed, 1>(group, channel, unit, to);
  }
  for (int channel = whole - kAtOnce; channel >= 0; channel -= kAtOnce) {
    round_vectors<is_signed, kStoredVectors>(group, channel, unit, to);
  }
}

template <bool is_signed>
void round_rows(const RoundWork& work) {
  constexpr float kMost = kMostStored - kZero<is_signed>;
  const std::ptrdiff_t words = words_of(work.channels);
  for (int pixel = 0; pixel < work.pixels;) {
    const int left = work.columns - pixel % work.columns;
    const Group group{.from = work.input.values + pixel * work.input.pixel_stride,
                      .pixel_stride = work.input.pixel_stride,
                      .pixels = left < kRoundedPixels ? left : kRoundedPixels,
                      .channels = work.channels,
                      .steps = work.steps};
    const float largest = largest_steps<is_signed>(group);
    round_group<is_signed>(group, kMost / largest, reinterpret_cast<Stored*>(work.output.words + pixel * words));
    for (int p = 0; p < group.pixels; ++p) {
      work.output.scales[pixel + p] = largest / kMost;
    }
    pixel += group.pixels;
  }
}

}  // namespace

void round_pixels(const RoundWork& work) {
  if (work.is_signed) {
    round_rows<true>(work);
  } else {
    round_rows<false>(work);
  }
}

void integer_pointwise(const IntegerPointwiseWork& work) {
  // No tile may hold pixels that were rounded by different scales: where tiles of the most pixels do not end with a
  // row, rows are computed one by one, and so are the pixels at their ends.
  const int pixels = work.output.pixels;
  const int row = work.columns % IntegerKernel::kMostPixels == 0 ? pixels : work.columns;
  const int rest = row % kRoundedPixels;
  for (int first = 0; first < pixels; first += row) {
    compute_pointwise<IntegerKernel>(work, first, row - rest);
    compute_pointwise<IntegerKernel>(work, first + row - rest, rest);
  }
}

}  // namespace brigade::models::network::BRIGADE_KERNELS
