#include "models/network/kernels/side_by_side.hpp"

#include "models/network/kernels/block_rows.hpp"
#include "models/network/kernels/kept_rows.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

// NOLINTBEGIN(bugprone-unchecked-optional-access): readers of one producer have a depthwise layer

namespace brigade::models::network {

namespace {

/// Makes a row of the part's output.
void make_row(const BlockPart& part, int row, BlockRows& rows) {
  const int pixel = row * part.block.output_columns;
  rows.make(row, output_at(part.block, part.images, pixel), residual_at(part.block, part.images, pixel));
}

std::size_t chain_floats(const Block& block, const BlockImages& images) {
  return BlockRows::floats(block, images) + (block.producer ? chain_floats(*block.producer, images) : 0);
}

/// A block's rows and those of its producer, whose rows are its producer's.
class Chain {
 public:
  Chain(const Block& block, const BlockImages& images, float* memory) : last_(add(block, images, memory)) {}

  [[nodiscard]] BlockRows& last() { return *last_; }

 private:
  BlockRows* add(const Block& block, const BlockImages& images, float* memory) {
    BlockRows* producer =
        block.producer ? add(*block.producer, images, memory + BlockRows::floats(block, images)) : nullptr;
    return &rows_.at(count_++).emplace(block, images, memory, InputRows{.producer = producer});
  }

  std::array<std::optional<BlockRows>, kLongestChain> rows_;
  std::size_t count_ = 0;
  BlockRows* last_;
};

void compute_chain(const BlockPart& part, float* memory) {
  Chain chain(part.block, part.images, memory);
  for (int row = part.first_row; row < part.end_row; ++row) {
    make_row(part, row, chain.last());
  }
}

// --- several readers -----------------------------------------------------------------------------------------------

using Readers = std::span<const BlockPart>;

/// The first row of input that a row of output is computed from.
int first_input(const Block& block, int row) {
  const DepthwiseLayer& layer = widest_layer(block);
  return std::max(row * layer.stride - layer.padding_top, 0);
}

/// The last one.
int last_input(const Block& block, int row) {
  const DepthwiseLayer& layer = widest_layer(block);
  return std::min(row * layer.stride - layer.padding_top + layer.window, block.input_rows) - 1;
}

int first_row_kept(Readers readers) {
  return std::transform_reduce(
      readers.begin(), readers.end(), readers[0].block.input_rows, [](int a, int b) { return std::min(a, b); },
      [](const BlockPart& reader) { return first_input(reader.block, reader.first_row); });
}

/// Calls visit(reader, row) for all rows of all readers: always the row next whose last row of input comes first.
template <typename Visit>
void walk(Readers readers, const Visit& visit) {
  std::array<int, kMostReaders> rows{};
  std::ranges::transform(readers, rows.begin(), &BlockPart::first_row);
  const auto last = [&](std::size_t reader) { return last_input(readers[reader].block, rows.at(reader)); };
  while (true) {
    std::optional<std::size_t> next;
    for (std::size_t reader = 0; reader < readers.size(); ++reader) {
      if (rows.at(reader) < readers[reader].end_row && (!next || last(reader) < last(*next))) {
        next = reader;
      }
    }
    if (!next) {
      return;
    }
    visit(*next, rows.at(*next)++);
  }
}

/// How many of the producer's rows have to be kept so that none is asked for that was made but is there no more.
int rows_to_keep(Readers readers) {
  std::array<int, kMostReaders> unread{};
  std::ranges::transform(readers, unread.begin(),
                         [](const BlockPart& reader) { return first_input(reader.block, reader.first_row); });
  int newest = 0;
  int most = 0;
  walk(readers, [&](std::size_t reader, int row) {
    newest = std::max(newest, last_input(readers[reader].block, row));
    for (std::size_t other = 0; other < readers.size(); ++other) {
      if (unread.at(other) <= last_input(readers[other].block, readers[other].end_row - 1)) {
        most = std::max(most, newest - unread.at(other) + 1);
      }
    }
    unread.at(reader) = std::max(unread.at(reader), last_input(readers[reader].block, row) + 1);
  });
  return most;
}

void compute_readers(Readers readers, float* memory) {
  const Block& producer = *readers[0].block.producer;
  Chain chain(producer, readers[0].images, memory);
  memory += chain_floats(producer, readers[0].images);
  const int count = rows_to_keep(readers);
  KeptRows kept(chain.last(), producer, first_row_kept(readers), count, memory);
  memory += KeptRows::floats(producer, count);
  std::array<std::optional<BlockRows>, kMostReaders> rows;
  for (std::size_t reader = 0; reader < readers.size(); ++reader) {
    rows.at(reader).emplace(readers[reader].block, readers[reader].images, memory, InputRows{.kept = &kept});
    memory += BlockRows::floats(readers[reader].block, readers[reader].images);
  }
  walk(readers, [&](std::size_t reader, int row) { make_row(readers[reader], row, *rows.at(reader)); });
}

}  // namespace

void compute_side_by_side(std::span<const BlockPart> readers, float* memory) {
  if (readers.size() == 1) {
    compute_chain(readers[0], memory);
  } else {
    compute_readers(readers, memory);
  }
}

std::size_t side_by_side_floats(std::span<const BlockPart> readers) {
  if (readers.size() == 1) {
    return chain_floats(readers[0].block, readers[0].images);
  }
  const Block& producer = *readers[0].block.producer;
  std::size_t floats = chain_floats(producer, readers[0].images) + KeptRows::floats(producer, rows_to_keep(readers));
  for (const BlockPart& reader : readers) {
    floats += BlockRows::floats(reader.block, reader.images);
  }
  return floats;
}

}  // namespace brigade::models::network

// NOLINTEND(bugprone-unchecked-optional-access)
