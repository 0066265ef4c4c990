#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace brigade::models::network {

/// Hard-swish is x * min(max(x * slope + offset, 0), 1). These two are read from memory: a vector that the compiler
/// knows V8 makes anew wherever it is used, by three instructions.
struct HardSwishGate {
  float slope;
  float offset;
};
extern const HardSwishGate kHardSwishGate;

/// What is done to a value before it is stored.
struct Activation {
  float low = -std::numeric_limits<float>::infinity();
  float high = std::numeric_limits<float>::infinity();
  bool hard_swish = false;  ///< instead of the clamp
};

/// Where a row of pixels goes. Channels come in blocks of as many as a vector has lanes; floats lie `pixel_stride`
/// apart from pixel to pixel and `block_stride` from block to block. Two layouts occur: NHWC, as values lie between
/// operators (pixel_stride: channels, block_stride: lanes), and blocked, as rows lie within an operator (pixel_stride:
/// lanes, block_stride: lanes x columns), where a kernel that walks along a row of one block reads memory without a
/// gap.
struct RowTarget {
  float* values = nullptr;
  std::ptrdiff_t pixel_stride = 0;
  std::ptrdiff_t block_stride = 0;
  bool whole_blocks = false;  ///< there is room for whole blocks: what exceeds the channels may be written
  /// Not 0: the row is one of pairs of bfloat16 (see bfloat16_kernels.hpp), and the one before it lies so many floats
  /// further. Of whole blocks, and for an instruction set that has such kernels.
  std::ptrdiff_t previous = 0;
};

/// NHWC pixels that are read; channels of one pixel follow each other.
struct RowSource {
  const float* values = nullptr;
  std::ptrdiff_t pixel_stride = 0;
};

/// So many pixels further; null stays null.
[[nodiscard]] constexpr RowSource moved(const RowSource& source, int pixels) {
  return {.values = source.values == nullptr ? nullptr : source.values + pixels * source.pixel_stride,
          .pixel_stride = source.pixel_stride};
}

/// Pixels that are added to others. Channels lie as RowTarget has them.
struct ResidualPixels {
  const float* values = nullptr;  ///< null: none
  std::ptrdiff_t pixel_stride = 0;
  std::ptrdiff_t block_stride = 0;
};

/// So many pixels further; none stay none.
[[nodiscard]] constexpr ResidualPixels moved(const ResidualPixels& residual, int pixels) {
  return {.values = residual.values == nullptr ? nullptr : residual.values + pixels * residual.pixel_stride,
          .pixel_stride = residual.pixel_stride,
          .block_stride = residual.block_stride};
}

/// Where the outputs of a dense convolution, 1x1 or with a window, of `pixels` pixels go, and what is done to them
/// before.
struct PointwiseOutput {
  ResidualPixels residual;  ///< added before the activation
  RowTarget target;
  int channels = 0;
  int pixels = 0;
  Activation activation;
};

/// A 1x1 convolution. `weights`: see pack_pointwise.
struct PointwiseWork {
  RowSource input;
  int input_channels = 0;
  const float* weights = nullptr;
  PointwiseOutput output;
};

/// What a pair of strips' weights for Strassen's algorithm holds: the biases of the first, what those of the second are
/// more, and seven products' weights for half of the inputs.
inline constexpr int kStrassenHeads = 2;
inline constexpr int kStrassenProducts = 7;

/// A 1x1 convolution by Strassen's algorithm, of whole rows of an even number of pixels, one half of which is
/// multiplied together with the other. `weights`: see pack_strassen.
struct StrassenWork {
  RowSource input;
  int input_channels = 0;  ///< two halves of whole vectors
  int columns = 0;         ///< of a row
  const float* weights = nullptr;
  float* sums = nullptr;  ///< memory for as many floats as a row of the input has
  PointwiseOutput output;
};

/// Pixels of 8 bits. A word of 32 bits holds as many values as KernelSet::group says, `words_of` as many words a pixel;
/// pixels follow each other without a gap. Up to kBufferAlignment bytes more may be written.
struct RoundedPixels {
  std::int32_t* words = nullptr;
  float* scales = nullptr;  ///< of each pixel: what is stored, less the zero, times this is the value
};

/// Rounds pixels as InputRounding has it, whole rows of them: those that are rounded alike are of one row, so that it
/// does not matter who computes which rows.
struct RoundWork {
  RowSource input;
  int channels = 0;
  int columns = 0;  ///< of a row
  int pixels = 0;
  const float* steps = nullptr;  ///< of each channel: 1 / its scale; whole vectors of them
  bool is_signed = false;
  RoundedPixels output;
};

/// What a strip's packed integer weights begin with, a word of each output: what a sum is multiplied with, the bias,
/// what the sum begins with.
inline constexpr int kIntegerHeads = 3;

/// A 1x1 convolution of pixels that were rounded, whole rows of them. `weights`: see pack_integer_pointwise.
struct IntegerPointwiseWork {
  RoundedPixels input;
  int input_channels = 0;
  int columns = 0;  ///< of a row
  const std::int32_t* weights = nullptr;
  PointwiseOutput output;
};

/// A 1x1 convolution of floats whose weights are multiples of a scale of each output, stored in 8 bits: for so few
/// pixels that it is their weights that take the time to be read. `weights` and `heads`: see pack_rounded_pointwise.
struct PixelPointwiseWork {
  RowSource input;
  int input_channels = 0;
  const std::int8_t* weights = nullptr;
  const float* heads = nullptr;
  PointwiseOutput output;
};

/// A dense convolution with a window, of one row of output. `rows`: as many as the window has, each from the first
/// window's first column on; pixels in NHWC order follow each other. `weights`: see pack_pointwise, a row of the window
/// after another.
struct DenseWork {
  const float* const* rows = nullptr;
  int window = 0;                   ///< rows of it
  int row_inputs = 0;               ///< floats of a row of the window: its columns x channels
  std::ptrdiff_t pixel_stride = 0;  ///< from window to window: the stride x channels
  const float* weights = nullptr;
  PointwiseOutput output;
};

/// A depthwise convolution of one row of output. `rows`: as many blocked rows of input as the window has, each with the
/// columns that padding adds on both sides in memory, blocks `block_stride` floats apart. `weights`: see
/// pack_depthwise.
struct DepthwiseWork {
  const float* const* rows = nullptr;
  std::ptrdiff_t block_stride = 0;
  const float* weights = nullptr;
  int channels = 0;
  RowTarget output;
  int columns = 0;  ///< of output
  Activation activation;
};

/// Copies a row of pixels into a blocked one of whole blocks: what exceeds the channels becomes 0.
struct CopyWork {
  RowSource input;
  const float* scale = nullptr;  ///< of each channel, to multiply with; null: none
  RowTarget output;
  int channels = 0;
  int pixels = 0;
};

/// Adds pixels up: the sum of each channel is added to what is there.
struct SumWork {
  RowSource input;
  int channels = 0;
  int pixels = 0;
  float* sums = nullptr;  ///< a value of each channel
};

/// The largest value of all channels of every `group` neighbours of a row, fewer at its end. Values that are not
/// numbers are passed over.
struct LargestWork {
  RowSource input;
  int channels = 0;
  int pixels = 0;
  int group = 1;
  float* output = nullptr;  ///< a value of each group
};

/// Interpolates between two rows of pixels: (1 - share) * a + share * b.
struct BlendWork {
  RowSource a;
  RowSource b;
  float share = 0;          ///< of b
  float* output = nullptr;  ///< pixels without a gap
  int channels = 0;
  int pixels = 0;
};

/// Where a row or column of a resized image lies between two of the image.
struct Sample {
  int first = 0;
  int second = 0;
  float share = 0;  ///< of the second
};

/// Interpolates between the pixels of a row: each pixel of the output lies where its sample says, is clamped and
/// then multiplied with the scale.
struct InterpolateWork {
  RowSource input;
  const Sample* samples = nullptr;  ///< of each pixel
  const float* scale = nullptr;     ///< of each channel; null: none
  RowTarget output;
  int channels = 0;
  int pixels = 0;
  Activation activation;  ///< without hard-swish
};

/// Adds up the pixels that `interpolate` would make, but for roundings: the sum of each channel is added to what is
/// there. Neighbours with the same first pixel have the same second one.
struct InterpolatedSumWork {
  RowSource input;
  const Sample* samples = nullptr;  ///< of each pixel; neighbours of one `first` have one `second`
  int channels = 0;
  int pixels = 0;
  Activation activation;  ///< without hard-swish
  float* sums = nullptr;  ///< a value of each channel
};

struct BFloat16Kernels;

/// The kernels of one instruction set: functions of what they are given alone, on the calling thread.
struct KernelSet {
  const char* name;    ///< of the instruction set
  int lanes;           ///< floats of a vector
  int strip_channels;  ///< outputs that the 1x1 convolution computes at once
  bool strassen_pays;  ///< whether Strassen's algorithm is faster than a 1x1 convolution as it is defined
  bool integers_pay;   ///< whether a convolution of integers is faster than one of floats
  int group;           ///< rounded values in a word of 32 bits: 4 of 8 bits, or 2 of 16
  void (*pointwise)(const PointwiseWork& work);
  void (*strassen_pointwise)(const StrassenWork& work);
  void (*round_pixels)(const RoundWork& work);
  void (*integer_pointwise)(const IntegerPointwiseWork& work);
  void (*pixel_pointwise)(const PixelPointwiseWork& work);
  void (*dense)(const DenseWork& work);
  void (*depthwise_3x3)(const DepthwiseWork& work);
  void (*depthwise_3x3_stride_2)(const DepthwiseWork& work);
  void (*depthwise_5x5)(const DepthwiseWork& work);
  void (*depthwise_5x5_stride_2)(const DepthwiseWork& work);
  void (*copy)(const CopyWork& work);
  void (*sum)(const SumWork& work);
  void (*largest)(const LargestWork& work);
  void (*blend)(const BlendWork& work);
  void (*interpolate)(const InterpolateWork& work);
  void (*sum_interpolated)(const InterpolatedSumWork& work);
  const BFloat16Kernels* bfloat16;  ///< null: the instruction set multiplies no such values
};

/// So many channels and what fills their last vector.
[[nodiscard]] constexpr int whole_vectors(const KernelSet& kernels, int channels) {
  return (channels + kernels.lanes - 1) / kernels.lanes * kernels.lanes;
}

/// Of one pixel of so many channels that is rounded.
[[nodiscard]] constexpr int words_of(const KernelSet& kernels, int channels) {
  return (channels + kernels.group - 1) / kernels.group;
}

/// Those that this machine can run of those that were compiled, the widest first. There is always one.
[[nodiscard]] std::span<const KernelSet* const> available_kernels();

}  // namespace brigade::models::network
