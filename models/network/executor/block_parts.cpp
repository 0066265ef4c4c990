#include "models/network/executor/block_parts.hpp"

#include "models/network/kernels/bfloat16_kernels.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

// NOLINTBEGIN(bugprone-unchecked-optional-access): what reads the depthwise layer is called where there is one

namespace brigade::models::network {

namespace {

/// Fewer rows than this are not worth the start of a task.
constexpr int kLeastRows = 4;
/// Rows of each thread come in so many tasks, so that one that was held up leaves work to the others.
constexpr int kRowTasksPerThread = 8;
/// Tasks by channels begin with the same input each, so there are fewer.
constexpr int kChannelTasksPerThread = 2;
/// What they take where each of them rounds that input, in shares of what they would take.
constexpr double kRoundingCost = 1.1;

constexpr int rounded_up(int dividend, int divisor) { return (dividend + divisor - 1) / divisor; }

/// Where the part of that index begins, of `parts` that share `count` things.
constexpr int begin_of(int part, int parts, int count) { return static_cast<int>(std::int64_t{count} * part / parts); }

/// Parts of the weights, which stay where they are.
template <typename Word>
std::shared_ptr<const Word> from(const std::shared_ptr<const Word>& weights, std::ptrdiff_t offset) {
  return {weights, weights.get() + offset};
}

/// Outputs from `first` on, whole groups before them.
PointwiseLayer channels_of(const KernelSet& kernels, const PointwiseLayer& layer, int first, int count) {
  PointwiseLayer part = layer;
  part.outputs = count;
  if (layer.integers) {
    const int words = words_of(kernels, layer.inputs) + kIntegerHeads;
    part.integers->weights = from(layer.integers->weights, std::ptrdiff_t{first} * words);
  } else if (layer.strassen_weights) {
    part.strassen_weights =
        from(layer.strassen_weights, first / strassen_channels(kernels) * strassen_pair_floats(kernels, layer.inputs));
  } else {
    part.weights = from(layer.weights, std::ptrdiff_t{first} * (1 + layer.inputs));
  }
  return part;
}

/// Channels from `first` on, whole vectors before them.
DepthwiseLayer channels_of(const DepthwiseLayer& layer, int first, int count) {
  DepthwiseLayer part = layer;
  part.channels = count;
  if (layer.pairs) {
    part.pairs = from(layer.pairs, std::ptrdiff_t{first} * (kBFloat16Heads + pairs_of(layer.window) * layer.window));
  } else {
    part.weights = from(layer.weights, std::ptrdiff_t{first} * (1 + layer.window * layer.window));
  }
  return part;
}

/// Of a block that ends with its depthwise layer.
BlockPart channels_of(const Block& block, const BlockImages& images, int first, int end) {
  BlockPart part{.block = block, .images = images, .first_row = 0, .end_row = block.output_rows};
  part.block.depthwise = channels_of(*block.depthwise, first, end - first);
  part.images.output += first;
  if (block.expand) {
    part.block.expand = channels_of(*block.kernels, *block.expand, first, end - first);
    return part;
  }
  part.images.input.values += first;
  if (images.scale != nullptr) {
    part.images.scale += first;
  }
  return part;
}

/// Whether channels of the block can be computed by themselves: its depthwise layer is the last, what comes before it
/// is its own, and nobody asks for the largest value of all channels.
bool has_channels_apart(const Block& block, const BlockImages& images) {
  return block.depthwise && !block.project && !block.producer && images.sources.empty() &&
         images.largest.values == nullptr;
}

/// Channels that are not shared out between parts.
int channels_together(const Block& block) {
  return block.expand && block.expand->strassen_weights ? strassen_channels(*block.kernels)
                                                        : block.kernels->strip_channels;
}

int groups_of(const Block& block) { return rounded_up(block.depthwise->channels, channels_together(block)); }

/// A way to share out: so many parts, of which the slowest thread has so much to do, in values of the depthwise
/// layer's input.
struct Sharing {
  int parts = 1;
  double slowest = 0;
};

/// Rows of input that a window covers beside those that the next one begins with.
int overlap(const DepthwiseLayer& layer) { return layer.window - layer.stride; }

/// How many rows' worth of work it is to begin with a row, if the row before it is of another thread: what layers in
/// between computed for that one is computed again.
int rows_to_begin(const Block& block) {
  if (!block.depthwise) {
    return 0;
  }
  const DepthwiseLayer& layer = widest_layer(block);
  return rounded_up(overlap(layer) + (block.producer ? rows_to_begin(*block.producer) : 0), layer.stride);
}

/// A thread that has nothing to do takes a task from one that has: it is to begin with less than half of a task's work,
/// or the other would have been done sooner alone.
int row_tasks(const Block& block, int threads) {
  const int worth_taking = block.output_rows / std::max(kLeastRows, 2 * rows_to_begin(block));
  const int one_each = std::min(block.output_rows / kLeastRows, threads);
  const int tasks = std::clamp(std::max(worth_taking, one_each), 1, kRowTasksPerThread * threads);
  return tasks > threads ? tasks - tasks % threads : tasks;
}

/// `slowest` is left out where there is nothing to compare it with.
Sharing by_rows(const Block& block, int threads) {
  const int tasks = row_tasks(block, threads);
  if (!block.depthwise) {
    return {.parts = tasks};
  }
  const DepthwiseLayer& layer = *block.depthwise;
  // Of two threads each has the image's border at one end.
  const int beside = overlap(layer) - (threads == 2 ? layer.padding_top : 0);
  const int rows = rounded_up(block.output_rows, std::min(tasks, threads)) * layer.stride + beside;
  return {.parts = tasks, .slowest = static_cast<double>(rows) * layer.channels};
}

Sharing by_channels(const Block& block, int threads) {
  const int groups = groups_of(block);
  const int channels = rounded_up(groups, threads) * channels_together(block);
  const bool rounds = block.expand && block.expand->integers;
  return {.parts = std::min(groups, kChannelTasksPerThread * threads),
          .slowest = static_cast<double>(block.input_rows) * channels * (rounds ? kRoundingCost : 1)};
}

std::vector<BlockTask> split_rows(std::span<const PlacedBlock> readers, int parts) {
  std::vector<BlockTask> split(static_cast<std::size_t>(parts));
  for (int part = 0; part < parts; ++part) {
    for (const auto& [block, images] : readers) {
      split[static_cast<std::size_t>(part)].push_back({.block = block,
                                                       .images = images,
                                                       .first_row = begin_of(part, parts, block.output_rows),
                                                       .end_row = begin_of(part + 1, parts, block.output_rows)});
    }
  }
  return split;
}

std::vector<BlockTask> split_channels(const Block& block, const BlockImages& images, int parts) {
  std::vector<BlockTask> split;
  split.reserve(static_cast<std::size_t>(parts));
  const int groups = groups_of(block);
  for (int part = 0; part < parts; ++part) {
    const int first = begin_of(part, parts, groups) * channels_together(block);
    const int end = begin_of(part + 1, parts, groups) * channels_together(block);
    split.push_back({channels_of(block, images, first, std::min(end, block.depthwise->channels))});
  }
  return split;
}

}  // namespace

std::vector<BlockTask> share_out(std::span<const PlacedBlock> readers, int threads) {
  if (threads == 1) {
    return split_rows(readers, 1);
  }
  int parts = kRowTasksPerThread * threads;
  for (const auto& [block, images] : readers) {
    const Sharing rows = by_rows(block, threads);
    const Sharing channels = has_channels_apart(block, images) ? by_channels(block, threads) : rows;
    if (channels.slowest < rows.slowest) {
      return split_channels(block, images, channels.parts);
    }
    parts = std::min(parts, rows.parts);
  }
  return split_rows(readers, parts);
}

}  // namespace brigade::models::network

// NOLINTEND(bugprone-unchecked-optional-access)
