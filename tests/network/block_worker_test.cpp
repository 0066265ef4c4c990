// Workers that compute tasks of rows, in whatever order they take them.

#include "models/network/kernels/block_worker.hpp"

#include "models/network/executor/block_parts.hpp"
#include "models/network/kernels/aligned_memory.hpp"
#include "models/network/kernels/packing.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;

constexpr int kSide = 64;
constexpr int kChannels = 7;
constexpr int kBetween = 20;

std::vector<float> floats(int count, unsigned seed) { return noise(static_cast<std::size_t>(count), seed); }

PointwiseLayer pointwise(const KernelSet& kernels, int inputs, int outputs) {
  return {.inputs = inputs,
          .outputs = outputs,
          .weights = pack_pointwise(kernels, floats(inputs * outputs, 1), floats(outputs, 2)),
          .activation = {.low = -3, .high = 3}};
}

DepthwiseLayer depthwise(const KernelSet& kernels, int window, int stride, int channels) {
  return {.window = window,
          .stride = stride,
          .channels = channels,
          .padding_top = window / 2,
          .padding_left = window / 2,
          .weights = pack_depthwise(kernels, floats(window * window * channels, 3), floats(channels, 4)),
          .activation = {}};
}

/// An inverted residual of a square image.
Block residual(const KernelSet& kernels, int side, int window, int stride) {
  Block block;
  block.kernels = &kernels;
  block.input_rows = block.input_columns = side;
  block.output_rows = block.output_columns = side / stride;
  block.expand = pointwise(kernels, kChannels, kBetween);
  block.depthwise = depthwise(kernels, window, stride, kBetween);
  block.project = pointwise(kernels, kBetween, kChannels);
  return block;
}

Block with_producer(Block block, Block producer) {
  block.producer = std::make_shared<const Block>(std::move(producer));
  return block;
}

/// Blocks of one step, what they read, and what they write.
struct Step {
  std::vector<float> image = floats(kSide * kSide * kChannels, 5);
  std::vector<std::vector<float>> outputs = {};
  std::vector<PlacedBlock> blocks = {};

  explicit Step(std::vector<Block> readers) {
    for (const Block& block : readers) {
      outputs.emplace_back(static_cast<std::size_t>(block.output_rows) *
                           static_cast<std::size_t>(block.output_columns) * kChannels);
    }
    for (std::size_t i = 0; i < readers.size(); ++i) {
      blocks.push_back({.block = readers[i],
                        .images = {.input = {.values = image.data(), .pixel_stride = kChannels},
                                   .residual = {},
                                   .output = outputs[i].data(),
                                   .output_pixel_stride = kChannels}});
    }
  }
};

struct Case {
  std::string name;
  std::vector<Block> readers;
};

std::vector<Case> cases(const KernelSet& kernels) {
  const Block first = residual(kernels, kSide, 3, 1);
  const Block wide = residual(kernels, kSide, 5, 1);
  const Block narrow = residual(kernels, kSide, 3, 2);
  return {{.name = "a block", .readers = {wide}},
          {.name = "a chain", .readers = {with_producer(narrow, with_producer(wide, first))}},
          {.name = "readers of one producer", .readers = {with_producer(wide, first), with_producer(narrow, first)}}};
}

/// Workers of the same tasks, each with memory of its own.
class Workers {
 public:
  Workers(std::span<const BlockTask> tasks, int count) {
    for (int worker = 0; worker < count; ++worker) {
      memory_.push_back(allocate_aligned(BlockWorker::floats(tasks) * sizeof(float)));
      workers_.emplace_back(tasks, reinterpret_cast<float*>(memory_.back().get()));
    }
  }

  BlockWorker& operator[](std::size_t worker) { return workers_[worker]; }

 private:
  std::vector<AlignedMemory> memory_;
  std::deque<BlockWorker> workers_;
};

std::vector<std::vector<float>> computed_by_one(const std::vector<Block>& readers) {
  Step step(readers);
  const std::vector<BlockTask> tasks = share_out(step.blocks, 1);
  Workers(tasks, 1)[0].compute(0);
  return step.outputs;
}

/// Whether all readers' rows of a task are as they are expected.
bool as_expected(const BlockTask& task, const std::vector<std::vector<float>>& expected) {
  for (std::size_t reader = 0; reader < task.size(); ++reader) {
    const auto& [block, images, first_row, end_row] = task[reader];
    const auto row = static_cast<std::ptrdiff_t>(block.output_columns) * kChannels;
    if (!std::equal(images.output + first_row * row, images.output + end_row * row,
                    expected[reader].begin() + first_row * row)) {
      return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("whoever computes which task, in whatever order, rows come out the same to the last bit") {
  const auto seed = GENERATE(range(1U, 7U));
  for (const KernelSet* kernels : available_kernels()) {
    for (const auto& [name, readers] : cases(*kernels)) {
      INFO(kernels->name << ", " << name << ", seed " << seed);
      Step step(readers);
      const std::vector<BlockTask> tasks = share_out(step.blocks, 2);
      REQUIRE(tasks.size() > 2);
      Workers workers(tasks, 2);
      RandomIntegers pick(seed);
      std::vector<std::size_t> order(tasks.size());
      std::iota(order.begin(), order.end(), std::size_t{0});
      for (std::size_t i = 1; i < order.size() && seed > 2; ++i) {  // some in order, so that workers go on
        std::swap(order[i], order[static_cast<std::size_t>(pick(0, static_cast<int>(i)))]);
      }
      for (const std::size_t task : order) {
        workers[static_cast<std::size_t>(pick(0, 3) == 0 ? 1 : 0)].compute(task);
      }
      CHECK(step.outputs == computed_by_one(readers));
    }
  }
}

TEST_CASE("a worker makes rows in between once for tasks that follow each other, and anew in the next run") {
  const KernelSet& kernels = *available_kernels().front();
  for (const auto& [name, readers] : cases(kernels)) {
    INFO(name);
    const auto expected = computed_by_one(readers);
    Step step(readers);
    const std::vector<BlockTask> tasks = share_out(step.blocks, 2);
    Workers workers(tasks, 2);
    workers[0].compute(0);
    // Rows of the image that the first task has read: whoever reads them again comes to something else.
    const BlockPart& part = tasks[0].front();
    const std::ptrdiff_t rows = std::ptrdiff_t{kSide / part.block.output_rows} * part.end_row;
    std::fill_n(step.image.begin(), rows * kSide * kChannels, 100.0F);
    workers[1].compute(1);
    CHECK_FALSE(as_expected(tasks[1], expected));
    workers[0].compute(1);
    CHECK(as_expected(tasks[1], expected));
    workers[0].begin();
    workers[0].compute(1);
    CHECK_FALSE(as_expected(tasks[1], expected));
  }
}

}  // namespace brigade::tests
