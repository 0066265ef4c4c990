#include "models/network/kernels/side_by_side.hpp"

#include "models/network/kernels/aligned_memory.hpp"

#include <algorithm>
#include <numeric>

// NOLINTBEGIN(bugprone-unchecked-optional-access): readers of one producer have a depthwise layer

namespace brigade::models::network {

namespace {

// --- searched outputs -----------------------------------------------------------------------------------------------

std::size_t searched_row_floats(const BlockPart& part) {
  return part.images.largest.values == nullptr ? 0
                                               : buffer_floats(static_cast<std::size_t>(part.block.output_columns) *
                                                               static_cast<std::size_t>(output_channels(part.block)));
}

std::size_t searched_row_floats(const BlockTask& task) {
  std::size_t floats = 0;
  for (const BlockPart& part : task) {
    floats = std::max(floats, searched_row_floats(part));
  }
  return floats;
}

/// Stores those neighbours of a row that may matter to who searches: of most images hardly any.
void store_kept(const BlockPart& part, int row, const float* values) {
  const LargestValues& largest = part.images.largest;
  const int columns = part.block.output_columns;
  const int channels = output_channels(part.block);
  const RowTarget output = output_at(part.block, part.images, row * columns);
  const float* found = largest.values + std::ptrdiff_t{row} * groups_of(largest, columns);
  for (int first = 0; first < columns; first += largest.group, ++found) {
    const int end = *found < *largest.least_kept ? first : std::min(first + largest.group, columns);
    for (int pixel = first; pixel < end; ++pixel) {
      std::copy_n(values + std::ptrdiff_t{pixel} * channels, channels, output.values + pixel * output.pixel_stride);
    }
  }
}

/// The block of a task that has its chain.
const Block& chained_block(const BlockTask& task) { return task.size() == 1 ? task[0].block : *task[0].block.producer; }

// --- several readers -----------------------------------------------------------------------------------------------

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

int first_row_kept(const BlockTask& task) {
  return std::transform_reduce(
      task.begin(), task.end(), task[0].block.input_rows, [](int a, int b) { return std::min(a, b); },
      [](const BlockPart& reader) { return first_input(reader.block, reader.first_row); });
}

/// Calls visit(reader, row) for all rows of all readers: always the row next whose last row of input comes first.
template <typename Visit>
void walk(const BlockTask& task, const Visit& visit) {
  std::array<int, kMostReaders> rows{};
  std::ranges::transform(task, rows.begin(), &BlockPart::first_row);
  const auto last = [&](std::size_t reader) { return last_input(task[reader].block, rows.at(reader)); };
  while (true) {
    std::optional<std::size_t> next;
    for (std::size_t reader = 0; reader < task.size(); ++reader) {
      if (rows.at(reader) < task[reader].end_row && (!next || last(reader) < last(*next))) {
        next = reader;
      }
    }
    if (!next) {
      return;
    }
    visit(*next, rows.at(*next)++);
  }
}

/// Of one who computes all of these tasks, one after another.
int rows_kept_from(std::span<const BlockTask> tasks) {
  std::array<int, kMostReaders> unread{};
  std::ranges::transform(tasks.front(), unread.begin(),
                         [](const BlockPart& reader) { return first_input(reader.block, reader.first_row); });
  int newest = 0;
  int most = 0;
  for (const BlockTask& task : tasks) {
    walk(task, [&](std::size_t reader, int row) {
      newest = std::max(newest, last_input(task[reader].block, row));
      for (std::size_t other = 0; other < task.size(); ++other) {
        if (unread.at(other) <= last_input(task[other].block, tasks.back()[other].end_row - 1)) {
          most = std::max(most, newest - unread.at(other) + 1);
        }
      }
      unread.at(reader) = std::max(unread.at(reader), last_input(task[reader].block, row) + 1);
    });
  }
  return most;
}

}  // namespace

std::size_t Chain::floats(const Block& block, const BlockImages& images) {
  return BlockRows::floats(block, images) + (block.producer ? floats(*block.producer, images) : 0);
}

BlockRows* Chain::add(const Block& block, const BlockImages& images, float* memory) {
  BlockRows* producer =
      block.producer ? add(*block.producer, images, memory + BlockRows::floats(block, images)) : nullptr;
  return &rows_.at(count_++).emplace(block, images, memory, InputRows{.producer = producer});
}

int rows_to_keep(std::span<const BlockTask> tasks) {
  int most = 0;
  for (std::size_t first = 0; first < tasks.size() && tasks[first].size() > 1; ++first) {
    most = std::max(most, rows_kept_from(tasks.subspan(first)));
  }
  return most;
}

std::size_t SideBySide::floats(const BlockTask& task, int kept) {
  std::size_t floats = searched_row_floats(task) + Chain::floats(chained_block(task), task[0].images);
  if (task.size() == 1) {
    return floats;
  }
  floats += KeptRows::floats(chained_block(task), kept);
  for (const BlockPart& reader : task) {
    floats += BlockRows::floats(reader.block, reader.images);
  }
  return floats;
}

SideBySide::SideBySide(const BlockTask& first, int kept, float* memory)
    : searched_row_(memory), chain_(chained_block(first), first[0].images, memory + searched_row_floats(first)) {
  if (first.size() == 1) {
    return;
  }
  const Block& producer = chained_block(first);
  memory += searched_row_floats(first) + Chain::floats(producer, first[0].images);
  kept_.emplace(chain_.last(), producer, first_row_kept(first), kept, memory);
  memory += KeptRows::floats(producer, kept);
  for (std::size_t reader = 0; reader < first.size(); ++reader) {
    const auto& [block, images, first_row, end_row] = first[reader];
    readers_.at(reader).emplace(block, images, memory, InputRows{.kept = &*kept_});
    memory += BlockRows::floats(block, images);
  }
}

void SideBySide::make_row(const BlockPart& part, int row, BlockRows& rows) {
  const auto& [block, images, first_row, end_row] = part;
  const int pixel = row * block.output_columns;
  const ResidualPixels residual = residual_at(block, images, pixel);
  if (images.largest.values == nullptr) {
    rows.make(row, output_at(block, images, pixel), residual);
    return;
  }
  const int channels = output_channels(block);
  rows.make(row, {.values = searched_row_, .pixel_stride = channels, .block_stride = block.kernels->lanes}, residual);
  find_largest(*block.kernels, images.largest, {.values = searched_row_, .pixel_stride = channels}, channels,
               block.output_columns, row);
  store_kept(part, row, searched_row_);
}

void SideBySide::compute(const BlockTask& task) {
  if (kept_) {
    walk(task, [&](std::size_t reader, int row) { make_row(task[reader], row, *readers_.at(reader)); });
    return;
  }
  for (int row = task[0].first_row; row < task[0].end_row; ++row) {
    make_row(task[0], row, chain_.last());
  }
}

}  // namespace brigade::models::network

// NOLINTEND(bugprone-unchecked-optional-access)
