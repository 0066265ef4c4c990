#pragma once

#include "models/network/kernels/image_source.hpp"
#include "models/network/kernels/kernel_set.hpp"
#include "models/network/kernels/packing.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace brigade::models::network {

/// What a 1x1 convolution of integers has in place of weights of floats.
struct IntegerLayer {
  PackedWeights steps;  ///< of its input, see pack_steps
  bool is_signed = false;
  PackedIntegerWeights weights;  ///< see pack_integer_pointwise
};

/// A 1x1 convolution: it has weights of one kind.
struct PointwiseLayer {
  int inputs = 0;
  int outputs = 0;
  PackedWeights weights;                     ///< see pack_pointwise
  PackedWeights strassen_weights = nullptr;  ///< see pack_strassen
  std::optional<IntegerLayer> integers = std::nullopt;
  std::optional<RoundedWeights> rounded_weights = std::nullopt;  ///< of `project` alone
  Activation activation;
};

/// A depthwise convolution with a window of 3x3 or 5x5: it has weights of one kind.
struct DepthwiseLayer {
  int window = 3;
  int stride = 1;  ///< 1 or 2
  int channels = 0;
  int padding_top = 0;
  int padding_left = 0;
  PackedWeights weights;                 ///< see pack_depthwise
  PackedIntegerWeights pairs = nullptr;  ///< see pack_depthwise_pairs
  Activation activation;
};

inline constexpr int kLargestWindow = 7;

/// A dense convolution with a window, the first layer of most networks: it has weights of one kind.
struct DenseLayer {
  int window = 3;  ///< 1 to kLargestWindow
  int stride = 1;
  int inputs = 0;
  int outputs = 0;
  int padding_top = 0;
  int padding_left = 0;
  PackedWeights weights;                 ///< see pack_pointwise
  PackedIntegerWeights pairs = nullptr;  ///< see pack_dense_pairs
  Activation activation;
};

/// A depthwise convolution with a 1x1 one after it.
struct BlockBranch {
  DepthwiseLayer depthwise;
  PointwiseLayer project;
};

/// Up to three layers one after another, as MobileNet's inverted residuals have them (Sandler and others,
/// "MobileNetV2", 2018): at least one is there, and `expand` only before a depthwise one; or a dense convolution alone.
/// Computed row by row of the output, so that rows between two layers stay in the cache and never go to memory. Its
/// input may be another block's output, rows of which are made when they are needed and never go to memory either.
struct Block {
  const KernelSet* kernels = nullptr;
  int input_rows = 0;
  int input_columns = 0;
  int output_rows = 0;
  int output_columns = 0;
  std::optional<PointwiseLayer> expand;
  std::optional<DepthwiseLayer> depthwise;
  std::optional<PointwiseLayer> project;
  std::optional<DenseLayer> dense;  ///< where there is no other layer
  /// Of a block that begins with a depthwise layer and has `project`: another two layers like them that read the same
  /// input. What they give is added before the activation of `project`. They have the same stride, and the smaller
  /// window lies within the larger one.
  std::optional<BlockBranch> beside;
  /// To what `project` gives the input is added, before its activation: of a block that begins with a depthwise layer
  /// of stride 1.
  bool adds_input = false;
  /// Makes the input, for a block that has a depthwise layer; null: it is an image. At most kLongestChain blocks are
  /// one another's producers. Producers add nothing to their output but, perhaps, their input.
  std::shared_ptr<const Block> producer = nullptr;
};

inline constexpr std::size_t kLongestChain = 4;

/// Where the largest values of every `group` neighbours of an image's rows go, row after row; null: nobody asks.
struct LargestValues {
  float* values = nullptr;
  int group = 1;
  const float* least_kept =
      nullptr;  ///< neighbours that all are less need not be stored; not null where `values` is not
};

/// Of a row of so many pixels.
[[nodiscard]] constexpr int groups_of(const LargestValues& largest, int columns) {
  return (columns + largest.group - 1) / largest.group;
}

/// Finds those of a row, the pixels of which are given, of an image of `columns` pixels.
void find_largest(const KernelSet& kernels, const LargestValues& largest, const RowSource& pixels, int channels,
                  int columns, int row);

/// What a block reads and writes: images in NHWC order. Where it has a producer, the first producer reads `input` and
/// `scale`.
struct BlockImages {
  RowSource input;
  /// Instead of `input`, for a block that begins with the depthwise layer: what its image is made of, channels one
  /// after another, each of whole vectors but for the last.
  std::vector<ImageSource> sources = {};
  /// Of each input channel of a block that begins with the depthwise layer or with `project`; null: none.
  const float* scale = nullptr;
  RowSource residual;  ///< added to what `project` or `dense` gives, before its activation; values may be null
  float* output = nullptr;
  std::ptrdiff_t output_pixel_stride = 0;
  LargestValues largest = {};  ///< of the output
};

/// A block, or channels of it, and the rows of its output that are computed.
struct BlockPart {
  Block block;
  BlockImages images;
  int first_row = 0;
  int end_row = 0;
};

/// What one task computes: a part of a block; or of several, at most kMostReaders, that read the rows of one producer
/// (the same that `Block::producer` of each points to) while they are there: each row is made once.
using BlockTask = std::vector<BlockPart>;

inline constexpr std::size_t kMostReaders = 2;

[[nodiscard]] int output_channels(const Block& block);

/// Of a block that has a depthwise layer: the one whose window has the other's in it, where there is one beside.
[[nodiscard]] const DepthwiseLayer& widest_layer(const Block& block);

/// Where the output's pixels go from one of them on.
[[nodiscard]] RowTarget output_at(const Block& block, const BlockImages& images, int pixels);

/// What is added to them.
[[nodiscard]] ResidualPixels residual_at(const Block& block, const BlockImages& images, int pixels);

}  // namespace brigade::models::network
