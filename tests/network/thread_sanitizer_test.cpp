// ThreadSanitizer sees what threads do to each other's rows. Built for the preset native-tsan alone: a race that goes
// unreported here would go unreported everywhere.

#include "models/network/kernels/block_worker.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <pthreadpool.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

namespace {

/// How many races were reported. A global, because ThreadSanitizer's call brings nothing along. Relaxed: the number
/// alone counts, and it is read when the pool is done.
constinit std::atomic<int> reports{0};

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): ThreadSanitizer calls these
/// Reports are what this program is for: they do not make it fail.
extern "C" const char* __tsan_default_options() { return "exitcode=0"; }
extern "C" void __tsan_on_report(void* /*report*/) { reports.fetch_add(1, std::memory_order_relaxed); }
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace brigade::tests {

namespace {

using namespace models::network;
using Catch::Generators::from_range;

constexpr int kSide = 8;
/// Whole vectors of every instruction set, and a part of one: other instructions write them.
constexpr std::array kChannels{32, 3};

struct Pool {
  void operator()(pthreadpool_t pool) const { pthreadpool_destroy(pool); }
};

/// A 1x1 convolution of a square image.
Block convolution(const KernelSet& kernels, int channels) {
  const auto count = static_cast<std::size_t>(channels);
  Block block;
  block.kernels = &kernels;
  block.input_rows = block.output_rows = block.input_columns = block.output_columns = kSide;
  block.project = PointwiseLayer{.inputs = channels,
                                 .outputs = channels,
                                 .weights = pack_pointwise(kernels, noise(count * count, 1), noise(count, 2)),
                                 .activation = {}};
  return block;
}

/// Two tasks, of two threads at the same time, compute rows of the same image.
struct TwoTasks {
  /// Made before the threads begin: to copy one counts references to its weights, which orders what two threads do.
  std::array<BlockTask, 2> tasks;
  std::vector<std::vector<float>> workspaces = {};
  std::deque<BlockWorker> workers = {};
  std::atomic<int> started{0};
};

void compute_task(void* context, std::size_t /*thread*/, std::size_t task) {
  auto& tasks = *static_cast<TwoTasks*>(context);
  // Until both have begun, so that neither thread takes both. Relaxed: it must not order what the two do.
  tasks.started.fetch_add(1, std::memory_order_relaxed);
  while (tasks.started.load(std::memory_order_relaxed) < 2) {
  }
  tasks.workers[task].compute(task);
}

/// The races reported when one task computes the rows before `first_end`, another those from `second_first` on, and
/// this thread changes all of them as soon as the pool is done.
int races(const KernelSet& kernels, int channels, int first_end, int second_first) {
  const std::unique_ptr<pthreadpool, Pool> pool(pthreadpool_create(2));
  const std::vector<float> input = noise(std::size_t{kSide} * kSide * static_cast<std::size_t>(channels), 3);
  std::vector<float> output(input.size());
  const BlockPart whole{.block = convolution(kernels, channels),
                        .images = {.input = {.values = input.data(), .pixel_stride = channels},
                                   .residual = {},
                                   .output = output.data(),
                                   .output_pixel_stride = channels},
                        .first_row = 0,
                        .end_row = kSide};
  TwoTasks tasks{.tasks = {BlockTask{whole}, BlockTask{whole}}};
  tasks.tasks[0].front().end_row = first_end;
  tasks.tasks[1].front().first_row = second_first;
  for (int worker = 0; worker < 2; ++worker) {
    tasks.workspaces.emplace_back(BlockWorker::floats(tasks.tasks));
    tasks.workers.emplace_back(tasks.tasks, tasks.workspaces.back().data());
  }
  const int before = reports.load(std::memory_order_relaxed);
  pthreadpool_parallelize_1d_with_thread(pool.get(), compute_task, &tasks, 2, 0);
  for (float& value : output) {
    value += 1;
  }
  return reports.load(std::memory_order_relaxed) - before;
}

}  // namespace

TEST_CASE("rows that two threads of the pool share by mistake are reported, whatever instructions write them") {
  const int channels = GENERATE(from_range(kChannels));
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name << ", " << channels << " channels");
    CHECK(races(*kernels, channels, kSide / 2 + 1, kSide / 2) > 0);
  }
}

TEST_CASE("rows that threads of the pool share out are no race, nor is reading them when the pool is done") {
  const int channels = GENERATE(from_range(kChannels));
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name << ", " << channels << " channels");
    CHECK(races(*kernels, channels, kSide / 2, kSide / 2) == 0);
  }
}

}  // namespace brigade::tests
