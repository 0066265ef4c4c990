// The kernels, compiled once for each instruction set. Nothing here may call a function that is not inlined: see
// vector.hpp.

#include "models/network/kernels/kernel_set.hpp"
#include "models/network/kernels/vector.hpp"

#include <type_traits>
#include <utility>

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

#define BRIGADE_INLINE __attribute__((always_inline))

/// Calls f with 0 to count - 1 as constants, so that what is indexed by them stays in registers.
template <int count, typename Function>
BRIGADE_INLINE inline void unroll(const Function& f) {
  [&]<int... i>(std::integer_sequence<int, i...>)
      BRIGADE_INLINE { (f(std::integral_constant<int, i>{}), ...); }(std::make_integer_sequence<int, count>{});
}

/// Calls f with 0 to count - 1. For WebAssembly this stays a loop: without its borders LLVM would move each sum's
/// additions next to each other, all operands would have to wait for them in more registers than there are, and the
/// kernel would run at half its speed.
template <int count, typename Function>
BRIGADE_INLINE inline void repeat(const Function& f) {
#if defined(__wasm__)
#pragma clang loop unroll(disable)
  for (int i = 0; i < count; ++i) {
    f(i);
  }
#else
  unroll<count>(f);
#endif
}

/// Constants of an activation, in registers.
struct ActivationVectors {
  Vector low;
  Vector high;
  Vector three;
  Vector six;
  Vector sixth;
};

BRIGADE_INLINE inline ActivationVectors vectors_of(const Activation& activation) {
  return {.low = fill(activation.hard_swish ? 0 : activation.low),
          .high = fill(activation.high),
          .three = fill(3),
          .six = fill(6),
          .sixth = fill(1.0F / 6)};
}

template <bool hard_swish>
BRIGADE_INLINE inline Vector activate(const ActivationVectors& constants, Vector value) {
  if constexpr (hard_swish) {
    const Vector gate = smaller(larger(add(value, constants.three), constants.low), constants.six);
    return multiply(multiply(value, constants.sixth), gate);
  } else {
    return smaller(larger(value, constants.low), constants.high);
  }
}

/// Stores a block of which `channels` exist.
BRIGADE_INLINE inline void store_block(float* to, Vector value, int channels) {
  if (channels >= kLanes) {
    store(to, value);
  } else {
    store_some(to, value, channels);
  }
}

// --- 1x1 convolution -----------------------------------------------------------------------------------------------

/// Sums of a strip of outputs, two vectors wide, for as many pixels as leave registers for the strip's weights and an
/// input.
constexpr int kStripVectors = 2;
constexpr int kStrip = kStripVectors * kLanes;
constexpr int kMostPixels = kRegisters >= 32 ? 12 : kRegisters >= 16 ? 6 : 5;

template <int pixels, int vectors, bool hard_swish>
BRIGADE_INLINE inline void pointwise_tile(const PointwiseWork& work, int first_pixel, int strip) {
  const float* weights = work.weights + static_cast<std::ptrdiff_t>(strip) * kStrip * (work.input_channels + 1);
  const float* inputs[pixels];
  Vector sums[pixels][vectors];
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
  const ActivationVectors constants = vectors_of(work.activation);
  unroll<vectors>([&](auto v) BRIGADE_INLINE {
    const std::ptrdiff_t block = std::ptrdiff_t{strip} * kStripVectors + v;
    const int exist = work.output_channels - static_cast<int>(block) * kLanes;
    const int channels = work.output.whole_blocks ? kLanes : exist;
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      Vector value = sums[p][v];
      if (work.residual.values != nullptr) {
        const float* residual = work.residual.values + (first_pixel + p) * work.residual.pixel_stride + block * kLanes;
        value = add(value, exist >= kLanes ? load(residual) : load_some(residual, exist));
      }
      store_block(work.output.values + (first_pixel + p) * work.output.pixel_stride + block * work.output.block_stride,
                  activate<hard_swish>(constants, value), channels);
    });
  });
}

template <int pixels, bool hard_swish>
void pointwise_pixels(const PointwiseWork& work, int first_pixel, int strip) {
  if (work.output_channels - strip * kStrip <= kLanes) {
    pointwise_tile<pixels, 1, hard_swish>(work, first_pixel, strip);
  } else {
    pointwise_tile<pixels, kStripVectors, hard_swish>(work, first_pixel, strip);
  }
}

/// Calls the tile of that many pixels, 1 to kMostPixels.
template <bool hard_swish>
BRIGADE_INLINE inline void pointwise_of(int pixels, const PointwiseWork& work, int first_pixel, int strip) {
  unroll<kMostPixels>([&](auto i) BRIGADE_INLINE {
    if (pixels == i + 1) {
      pointwise_pixels<i + 1, hard_swish>(work, first_pixel, strip);
    }
  });
}

template <bool hard_swish>
void pointwise_activated(const PointwiseWork& work) {
  const int strips = (work.output_channels + kStrip - 1) / kStrip;
  const int tiles = (work.pixels + kMostPixels - 1) / kMostPixels;
  for (int strip = 0; strip < strips; ++strip) {
    // Tiles of as equal a size as can be: one of few pixels would wait for its own sums.
    for (int tile = 0, first = 0; tile < tiles; ++tile) {
      const int pixels = (work.pixels - first) / (tiles - tile);
      pointwise_of<hard_swish>(pixels, work, first, strip);
      first += pixels;
    }
  }
}

void pointwise(const PointwiseWork& work) {
  if (work.activation.hard_swish) {
    pointwise_activated<true>(work);
  } else {
    pointwise_activated<false>(work);
  }
}

// --- depthwise convolution -----------------------------------------------------------------------------------------

/// Outputs at once: their sums, a row of the window's weights and some inputs must fit the registers.
template <int window>
constexpr int kColumns = kRegisters >= 16 ? 8
                         : window == 3    ? 6
                                          : 4;

/// `columns` outputs of one block, whose first input lies at `offset` in every row. Each input is read once and
/// multiplied into every sum that wants it.
template <int window, int stride, int columns, bool hard_swish>
BRIGADE_INLINE inline void depthwise_tile(const float* const* rows, std::ptrdiff_t offset, const float* weights,
                                          const ActivationVectors& constants, float* output,
                                          std::ptrdiff_t pixel_stride, int channels) {
  Vector sums[columns];
  const Vector bias = load(weights);
  unroll<columns>([&](auto c) BRIGADE_INLINE { sums[c] = bias; });
  repeat<window>([&](int r) BRIGADE_INLINE {
    const float* row = rows[r] + offset;
    const float* row_weights = weights + (1 + r * window) * kLanes;
    Vector taps[window];
    unroll<window>([&](auto t) BRIGADE_INLINE { taps[t] = load(row_weights + t * kLanes); });
    unroll<(columns - 1) * stride + window>([&](auto i) BRIGADE_INLINE {
      const Vector value = load(row + i * kLanes);
      unroll<columns>([&](auto c) BRIGADE_INLINE {
        constexpr int tap = i - c * stride;
        if constexpr (tap >= 0 && tap < window) {
          sums[c] = multiply_add(value, taps[tap], sums[c]);
        }
      });
    });
  });
  unroll<columns>([&](auto c) BRIGADE_INLINE {
    store_block(output + c * pixel_stride, activate<hard_swish>(constants, sums[c]), channels);
  });
}

template <int window, int stride, bool hard_swish>
void depthwise_block(const DepthwiseWork& work, int block) {
  const ActivationVectors constants = vectors_of(work.activation);
  const float* weights = work.weights + static_cast<std::ptrdiff_t>(block) * (1 + window * window) * kLanes;
  const int channels = work.output.whole_blocks ? kLanes : work.channels - block * kLanes;
  const std::ptrdiff_t first = block * work.block_stride;
  float* output = work.output.values + block * work.output.block_stride;
  const auto offset = [&](int column) { return first + static_cast<std::ptrdiff_t>(column) * stride * kLanes; };
  int column = 0;
  for (; column + kColumns<window> <= work.columns; column += kColumns<window>) {
    depthwise_tile<window, stride, kColumns<window>, hard_swish>(work.rows, offset(column), weights, constants,
                                                                 output + column * work.output.pixel_stride,
                                                                 work.output.pixel_stride, channels);
  }
  for (; column + 2 <= work.columns; column += 2) {
    depthwise_tile<window, stride, 2, hard_swish>(work.rows, offset(column), weights, constants,
                                                  output + column * work.output.pixel_stride, work.output.pixel_stride,
                                                  channels);
  }
  if (column < work.columns) {
    depthwise_tile<window, stride, 1, hard_swish>(work.rows, offset(column), weights, constants,
                                                  output + column * work.output.pixel_stride, work.output.pixel_stride,
                                                  channels);
  }
}

template <int window, int stride>
void depthwise(const DepthwiseWork& work) {
  const int blocks = (work.channels + kLanes - 1) / kLanes;
  for (int block = 0; block < blocks; ++block) {
    if (work.activation.hard_swish) {
      depthwise_block<window, stride, true>(work, block);
    } else {
      depthwise_block<window, stride, false>(work, block);
    }
  }
}

// --- copies --------------------------------------------------------------------------------------------------------

/// Pixels whose lines stay in the first level cache while one block after another is taken from them.
constexpr int kCopiedPixels = 16;

template <bool scaled>
void copy_block(const CopyWork& work, int block, int first_pixel, int pixels) {
  const int channels = work.channels - block * kLanes;
  const auto read = [&](const float* from)
                        BRIGADE_INLINE { return channels >= kLanes ? load(from) : load_some(from, channels); };
  const Vector scale = scaled ? read(work.scale + block * kLanes) : fill(1);
  const float* from = work.input.values + first_pixel * work.input.pixel_stride + block * kLanes;
  float* to = work.output.values + first_pixel * work.output.pixel_stride + block * work.output.block_stride;
  for (int pixel = 0; pixel < pixels; ++pixel) {
    const Vector value = read(from + pixel * work.input.pixel_stride);
    store(to + pixel * work.output.pixel_stride, scaled ? multiply(value, scale) : value);
  }
}

void copy(const CopyWork& work) {
  const int blocks = (work.channels + kLanes - 1) / kLanes;
  for (int pixel = 0; pixel < work.pixels; pixel += kCopiedPixels) {
    const int pixels = work.pixels - pixel < kCopiedPixels ? work.pixels - pixel : kCopiedPixels;
    for (int block = 0; block < blocks; ++block) {
      if (work.scale == nullptr) {
        copy_block<false>(work, block, pixel, pixels);
      } else {
        copy_block<true>(work, block, pixel, pixels);
      }
    }
  }
}

// --- interpolation -------------------------------------------------------------------------------------------------

void blend(const BlendWork& work) {
  const ActivationVectors constants = vectors_of(work.activation);
  const Vector share = fill(work.share);
  const Vector minus_one = fill(-1);
  const auto between = [&](Vector a, Vector b) BRIGADE_INLINE {
    return activate<false>(constants, multiply_add(share, multiply_add(a, minus_one, b), a));
  };
  int i = 0;
  for (; i + kLanes <= work.count; i += kLanes) {
    store(work.output + i, between(load(work.a + i), load(work.b + i)));
  }
  if (i < work.count) {
    const int rest = work.count - i;
    store_some(work.output + i, between(load_some(work.a + i, rest), load_some(work.b + i, rest)), rest);
  }
}

}  // namespace

extern const KernelSet kKernels;
const KernelSet kKernels{.name = BRIGADE_INSTRUCTION_SET,
                         .lanes = kLanes,
                         .strip_channels = kStrip,
                         .pointwise = pointwise,
                         .depthwise_3x3 = depthwise<3, 1>,
                         .depthwise_3x3_stride_2 = depthwise<3, 2>,
                         .depthwise_5x5 = depthwise<5, 1>,
                         .depthwise_5x5_stride_2 = depthwise<5, 2>,
                         .copy = copy,
                         .blend = blend};

}  // namespace brigade::models::network::BRIGADE_KERNELS
