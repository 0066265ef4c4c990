#pragma once

#include "models/network/kernels/block_rows.hpp"
#include "models/network/kernels/kept_rows.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace brigade::models::network {

/// A block's rows and those of its producer, whose rows are its producer's.
class Chain {
 public:
  /// `memory`: `floats(block, images)` of them.
  Chain(const Block& block, const BlockImages& images, float* memory) : last_(add(block, images, memory)) {}
  Chain(const Chain&) = delete;  // its blocks know each other's addresses
  Chain& operator=(const Chain&) = delete;
  Chain(Chain&&) = delete;
  Chain& operator=(Chain&&) = delete;
  ~Chain() = default;

  [[nodiscard]] static std::size_t floats(const Block& block, const BlockImages& images);

  [[nodiscard]] BlockRows& last() { return *last_; }

 private:
  BlockRows* add(const Block& block, const BlockImages& images, float* memory);

  std::array<std::optional<BlockRows>, kLongestChain> rows_;
  std::size_t count_ = 0;
  BlockRows* last_;
};

/// How many of their producer's rows have to be kept for several readers so that none is asked for that was made but
/// is there no more: whatever task one begins with, and however many of those behind it one goes on with.
[[nodiscard]] int rows_to_keep(std::span<const BlockTask> tasks);

/// Computes rows of blocks that are no 1x1 convolution alone, in rising order: of one with its chain of producers, or
/// of several that read one producer, each row of which is made once and kept until all have read it.
class SideBySide {
 public:
  /// `first`: the first task; its blocks have to outlive this. `kept`: `rows_to_keep` of all tasks. `memory`:
  /// `floats(first, kept)` of them.
  SideBySide(const BlockTask& first, int kept, float* memory);

  [[nodiscard]] static std::size_t floats(const BlockTask& task, int kept);

  /// The first task, or one that goes on where the last one ended.
  void compute(const BlockTask& task);

 private:
  void make_row(const BlockPart& part, int row, BlockRows& rows);

  float* searched_row_;  ///< of an output that is searched for large values
  Chain chain_;          ///< of the only block, or of the readers' producer
  std::optional<KeptRows> kept_;
  std::array<std::optional<BlockRows>, kMostReaders> readers_;
};

}  // namespace brigade::models::network
