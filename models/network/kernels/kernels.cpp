// The kernels, compiled once for each instruction set. Nothing here may call a function that is not inlined: see
// vector.hpp.

#include "models/network/kernels/depthwise_tiles.hpp"
#include "models/network/kernels/instruction_set_kernels.hpp"
#include "models/network/kernels/integer_vector.hpp"
#include "models/network/kernels/pointwise_tiles.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

// --- depthwise convolution -----------------------------------------------------------------------------------------

struct FloatProduct {
  using Weight = float;
  using Values = Vector;
  BRIGADE_INLINE static Vector load_weights(const float* from) { return load(from); }
  BRIGADE_INLINE static Vector load_inputs(const float* from) { return load(from); }
  BRIGADE_INLINE static Vector add(Vector value, Vector weight, Vector sum) { return multiply_add(value, weight, sum); }
};

/// Taps of a row at once; in a loop as many as leave registers for the inputs that they share.
constexpr int kMostTaps = kStaysLoop ? 3 : 5;

/// The same of all taps of all rows of the window, which are read from `offset` on.
template <int window, int stride, int columns>
BRIGADE_INLINE inline void add_window(const float* const* rows, std::ptrdiff_t offset, const float* taps,
                                      Tile<columns, 1>& sums) {
  constexpr int kParts = (window + kMostTaps - 1) / kMostTaps;  // of a row's taps
  constexpr int kRows = kStaysLoop ? 3 : window;                // in each turn of a loop
  constexpr int kSteps = window * kParts;
  repeat<kRows * kParts>(
      kStaysLoop ? forgotten(kSteps) : kSteps,
      [&](auto step) BRIGADE_INLINE {
        constexpr int kRow = step / kParts;
        constexpr int kFirst = step % kParts * kMostTaps;
        constexpr int kTaps = window - kFirst < kMostTaps ? window - kFirst : kMostTaps;
        constexpr std::ptrdiff_t kColumn = std::ptrdiff_t{kFirst} * kLanes;
        constexpr std::ptrdiff_t kTap = std::ptrdiff_t{kRow} * window * kLanes + kColumn;
        add_taps<FloatProduct, kTaps, stride, columns>(rows[kRow] + offset + kColumn, taps + kTap, sums);
      },
      [&]() BRIGADE_INLINE {
        rows += kRows;
        taps += std::ptrdiff_t{kRows} * window * kLanes;
      });
}

template <int window, int stride>
struct DepthwiseKernel {
  using Work = DepthwiseWork;
  using Weight = float;
  static constexpr int kStride = stride;
  static constexpr int kWeightVectors = 1 + window * window;

  template <int columns>
  BRIGADE_INLINE static void compute(const float* const* rows, std::ptrdiff_t offset, const float* weights,
                                     Tile<columns, 1>& sums) {
    const Vector bias = load(weights);
    unroll<columns>([&](auto c) BRIGADE_INLINE { sums[c][0] = bias; });
    add_window<window, stride, columns>(rows, offset, weights + kLanes, sums);
  }
};

template <int window, int stride>
void depthwise(const DepthwiseWork& work) {
  compute_depthwise<DepthwiseKernel<window, stride>>(work);
}

// --- copies --------------------------------------------------------------------------------------------------------

/// Calls f with constants: whether values are scaled, and whether they are paired with those of the row before.
template <typename Function>
BRIGADE_INLINE inline void with_flags(bool scaled, const RowTarget& target, const Function& f) {
  const auto with_paired = [&](auto is_scaled) BRIGADE_INLINE {
    if (kHasPairs && target.previous != 0) {
      f(is_scaled, std::bool_constant<kHasPairs>{});
    } else {
      f(is_scaled, std::false_type{});
    }
  };
  if (scaled) {
    with_paired(std::true_type{});
  } else {
    with_paired(std::false_type{});
  }
}

/// Pixels at once: line after line of them is read, as the memory's prefetchers expect it, and as many blocks as a line
/// has vectors are written a line each. Fewer pixels would write parts of lines, more leave pixels behind to come back
/// to.
constexpr int kCopiedPixels = 4;
constexpr int kLineVectors = kLanes < 4 ? 4 : 16 / kLanes;

/// Some vectors of channels of some pixels; of one vector alone perhaps only `exist` channels.
template <bool scaled, bool paired, int vectors, int pixels, bool whole>
BRIGADE_INLINE inline void copy_vectors(const CopyWork& work, int pixel, int channel, int exist) {
  Vector scales[vectors];
  unroll<vectors>([&](auto v) BRIGADE_INLINE {
    scales[v] = scaled ? load_some(work.scale + channel + v * kLanes, whole ? kLanes : exist) : fill(1);
  });
  const float* from = work.input.values + pixel * work.input.pixel_stride + channel;
  float* to = work.output.values + pixel * work.output.pixel_stride + channel / kLanes * work.output.block_stride;
  unroll<pixels>([&](auto) BRIGADE_INLINE {
    unroll<vectors>([&](auto v) BRIGADE_INLINE {
      const Vector value = whole ? load(from + v * kLanes) : load_some(from, exist);
      store_values<paired>(to + v * work.output.block_stride, scaled ? multiply(value, scales[v]) : value,
                           work.output.previous);
    });
    from += work.input.pixel_stride;
    to += work.output.pixel_stride;
  });
}

template <bool scaled, bool paired, int pixels>
BRIGADE_INLINE inline void copy_pixels(const CopyWork& work, int pixel) {
  int channel = 0;
  for (; channel + kLineVectors * kLanes <= work.channels; channel += kLineVectors * kLanes) {
    copy_vectors<scaled, paired, kLineVectors, pixels, true>(work, pixel, channel, kLanes);
  }
  for (; channel + kLanes <= work.channels; channel += kLanes) {
    copy_vectors<scaled, paired, 1, pixels, true>(work, pixel, channel, kLanes);
  }
  if (channel < work.channels) {
    copy_vectors<scaled, paired, 1, pixels, false>(work, pixel, channel, work.channels - channel);
  }
}

template <bool scaled, bool paired>
void copy_row(const CopyWork& shared_work) {
  const CopyWork work = shared_work;  // a copy, which no store can change
  int pixel = 0;
  for (; pixel + kCopiedPixels <= work.pixels; pixel += kCopiedPixels) {
    copy_pixels<scaled, paired, kCopiedPixels>(work, pixel);
  }
  for (; pixel < work.pixels; ++pixel) {
    copy_pixels<scaled, paired, 1>(work, pixel);
  }
}

void copy(const CopyWork& work) {
  with_flags(work.scale != nullptr, work.output, [&](auto scaled, auto paired) { copy_row<scaled, paired>(work); });
}

// --- sums ----------------------------------------------------------------------------------------------------------

/// Pixels of which all channels are added up before those that come next, so that memory is read about as it lies. More
/// would leave the nearest cache before their last channels are read.
constexpr int kSummedPixels = 16;
constexpr int kSummedVectors = 4;

/// Of a row that is added up: pixels from the first on, and channels.
struct SummedPart {
  int first = 0;
  int pixels = 0;
  int channel = 0;
  int exist = kLanes;  ///< channels, where there is no whole vector of them
};

/// Calls f(vectors of channels as a constant, whether they are whole as another, part) for all parts of a row.
template <typename Function>
BRIGADE_INLINE inline void for_summed_parts(int pixels, int channels, const Function& f) {
  for (int first = 0; first < pixels; first += kSummedPixels) {
    const int left = pixels - first;
    SummedPart part{.first = first, .pixels = left < kSummedPixels ? left : kSummedPixels};
    for (; part.channel + kSummedVectors * kLanes <= channels; part.channel += kSummedVectors * kLanes) {
      f(std::integral_constant<int, kSummedVectors>{}, std::true_type{}, part);
    }
    for (; part.channel + kLanes <= channels; part.channel += kLanes) {
      f(std::integral_constant<int, 1>{}, std::true_type{}, part);
    }
    if (part.channel < channels) {
      part.exist = channels - part.channel;
      f(std::integral_constant<int, 1>{}, std::false_type{}, part);
    }
  }
}

template <bool whole>
BRIGADE_INLINE inline Vector load_channels(const float* from, int exist) {
  return whole ? load(from) : load_some(from, exist);
}

template <int vectors, bool whole>
BRIGADE_INLINE inline void add_to(float* sums, const Vector (&values)[vectors], int exist) {
  unroll<vectors>([&](auto v) BRIGADE_INLINE {
    float* sum = sums + v * kLanes;
    store_some(sum, add(load_channels<whole>(sum, exist), values[v]), whole ? kLanes : exist);
  });
}

/// Two sums of each vector, so that none waits for itself.
template <int vectors, bool whole>
BRIGADE_INLINE inline void sum_part(const SumWork& work, const SummedPart& part) {
  Vector even[vectors];
  Vector odd[vectors];
  unroll<vectors>([&](auto v) BRIGADE_INLINE { even[v] = odd[v] = fill(0); });
  const float* pixel = work.input.values + part.first * work.input.pixel_stride + part.channel;
  const auto add_pixel = [&](Vector(&sums)[vectors]) BRIGADE_INLINE {
    unroll<vectors>(
        [&](auto v) BRIGADE_INLINE { sums[v] = add(sums[v], load_channels<whole>(pixel + v * kLanes, part.exist)); });
    pixel += work.input.pixel_stride;
  };
  for (int pair = 0; pair < part.pixels / 2; ++pair) {
    add_pixel(even);
    add_pixel(odd);
  }
  if (part.pixels % 2 == 1) {
    add_pixel(even);
  }
  unroll<vectors>([&](auto v) BRIGADE_INLINE { even[v] = add(even[v], odd[v]); });
  add_to<vectors, whole>(work.sums + part.channel, even, part.exist);
}

void sum(const SumWork& shared_work) {
  const SumWork work = shared_work;  // a copy, which no store can change
  for_summed_parts(work.pixels, work.channels, [&](auto vectors, auto whole, const SummedPart& part) BRIGADE_INLINE {
    sum_part<vectors, whole>(work, part);
  });
}

// --- interpolation -------------------------------------------------------------------------------------------------

/// Of one pixel, or of pixels without a gap between them.
BRIGADE_INLINE inline void blend_pixel(const float* a, const float* b, Vector share, Vector rest, float* output,
                                       int count) {
  const auto between = [&](Vector from, Vector to)
                           BRIGADE_INLINE { return multiply_add(share, to, multiply(rest, from)); };
  int i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    store(output + i, between(load(a + i), load(b + i)));
  }
  if (i < count) {
    store_some(output + i, between(load_some(a + i, count - i), load_some(b + i, count - i)), count - i);
  }
}

void blend(const BlendWork& work) {
  const Vector share = fill(work.share);
  const Vector rest = fill(1 - work.share);
  const bool dense = work.a.pixel_stride == work.channels && work.b.pixel_stride == work.channels;
  const int pixels = dense ? 1 : work.pixels;
  const int count = dense ? work.pixels * work.channels : work.channels;
  for (int pixel = 0; pixel < pixels; ++pixel) {
    blend_pixel(work.a.values + pixel * work.a.pixel_stride, work.b.values + pixel * work.b.pixel_stride, share, rest,
                work.output + std::ptrdiff_t{pixel} * count, count);
  }
}

/// Some vectors of channels of every pixel; of one vector alone only `exist` channels.
template <int vectors, bool scaled, bool paired, bool whole>
BRIGADE_INLINE inline void interpolate_vectors(const InterpolateWork& work, int channel, int exist) {
  const ActivationVectors constants = vectors_of(work.activation);
  Vector scales[vectors];
  unroll<vectors>([&](auto v) BRIGADE_INLINE {
    scales[v] = scaled ? load_some(work.scale + channel + v * kLanes, whole ? kLanes : exist) : fill(1);
  });
  const float* input = work.input.values + channel;
  const std::ptrdiff_t input_stride = work.input.pixel_stride;
  float* output = work.output.values + channel / kLanes * work.output.block_stride;
  const std::ptrdiff_t output_stride = work.output.pixel_stride;
  const std::ptrdiff_t block_stride = work.output.block_stride;
  const std::ptrdiff_t previous = work.output.previous;
  const bool store_whole = whole || work.output.whole_blocks;
  const Sample* const end = work.samples + work.pixels;
  for (const Sample* sample = work.samples; sample != end; ++sample, output += output_stride) {
    const float* first = input + sample->first * input_stride;
    const float* second = input + sample->second * input_stride;
    const Vector share = fill(sample->share);
    const Vector rest = fill(1 - sample->share);
    unroll<vectors>([&](auto v) BRIGADE_INLINE {
      const Vector a = whole ? load(first + v * kLanes) : load_some(first, exist);
      const Vector b = whole ? load(second + v * kLanes) : load_some(second, exist);
      const Vector clamped = activate<ActivationKind::clamp>(constants, multiply_add(share, b, multiply(rest, a)));
      const Vector value = scaled ? multiply(clamped, scales[v]) : clamped;
      if (store_whole) {
        store_values<paired>(output + v * block_stride, value, previous);
      } else {
        store_some(output, value, exist);
      }
    });
  }
}

template <bool scaled, bool paired>
void interpolate_all(const InterpolateWork& work) {
  constexpr int kVectors = 4;
  int channel = 0;
  for (; channel + kVectors * kLanes <= work.channels; channel += kVectors * kLanes) {
    interpolate_vectors<kVectors, scaled, paired, true>(work, channel, kLanes);
  }
  for (; channel + kLanes <= work.channels; channel += kLanes) {
    interpolate_vectors<1, scaled, paired, true>(work, channel, kLanes);
  }
  if (channel < work.channels) {
    interpolate_vectors<1, scaled, paired, false>(work, channel, work.channels - channel);
  }
}

void interpolate(const InterpolateWork& work) {
  with_flags(work.scale != nullptr, work.output,
             [&](auto scaled, auto paired) { interpolate_all<scaled, paired>(work); });
}

/// What pixels are made of is read once for all that lie between the same two.
template <int vectors, bool whole, ActivationKind kind>
BRIGADE_INLINE inline void sum_interpolated_part(const InterpolatedSumWork& work, const SummedPart& part) {
  const ActivationVectors constants = vectors_of(work.activation);
  const float* input = work.input.values + part.channel;
  Vector sums[vectors];
  unroll<vectors>([&](auto v) BRIGADE_INLINE { sums[v] = fill(0); });
  const Sample* sample = work.samples + part.first;
  const Sample* const end = sample + part.pixels;
  while (sample != end) {
    const int first = sample->first;
    const float* a = input + first * work.input.pixel_stride;
    const float* b = input + sample->second * work.input.pixel_stride;
    Vector values[vectors];
    Vector steps[vectors];
    unroll<vectors>([&](auto v) BRIGADE_INLINE {
      values[v] = load_channels<whole>(a + v * kLanes, part.exist);
      steps[v] = subtract(load_channels<whole>(b + v * kLanes, part.exist), values[v]);
    });
    do {
      const Vector share = broadcast(&sample->share);
      unroll<vectors>([&](auto v) BRIGADE_INLINE {
        sums[v] = add(sums[v], activate<kind>(constants, multiply_add(share, steps[v], values[v])));
      });
      ++sample;
    } while (sample != end && sample->first == first);
  }
  add_to<vectors, whole>(work.sums + part.channel, sums, part.exist);
}

void sum_interpolated(const InterpolatedSumWork& shared_work) {
  const InterpolatedSumWork work = shared_work;  // a copy, which no store can change
  with_kind(work.activation, [&](auto kind) BRIGADE_INLINE {
    for_summed_parts(work.pixels, work.channels, [&](auto vectors, auto whole, const SummedPart& part) BRIGADE_INLINE {
      sum_interpolated_part<vectors, whole, kind()>(work, part);
    });
  });
}

}  // namespace

extern const KernelSet kKernels;
const KernelSet kKernels{.name = BRIGADE_INSTRUCTION_SET,
                         .lanes = kLanes,
                         .strip_channels = kStrip,
                         .strassen_pays = kStrassenPays,
                         .integers_pay = kLanes > 1,
                         .group = kGroup,
                         .pointwise = pointwise,
                         .strassen_pointwise = strassen_pointwise,
                         .round_pixels = round_pixels,
                         .integer_pointwise = integer_pointwise,
                         .pixel_pointwise = pixel_pointwise,
                         .dense = dense,
                         .depthwise_3x3 = depthwise<3, 1>,
                         .depthwise_3x3_stride_2 = depthwise<3, 2>,
                         .depthwise_5x5 = depthwise<5, 1>,
                         .depthwise_5x5_stride_2 = depthwise<5, 2>,
                         .copy = copy,
                         .sum = sum,
                         .largest = largest,
                         .blend = blend,
                         .interpolate = interpolate,
                         .sum_interpolated = sum_interpolated,
                         .bfloat16 = kBFloat16Kernels};

}  // namespace brigade::models::network::BRIGADE_KERNELS
