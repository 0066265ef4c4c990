#include "models/network/kernels/block_worker.hpp"

#include "models/network/kernels/pointwise_rows.hpp"

#include <algorithm>
#include <functional>

namespace brigade::models::network {

namespace {

bool are_pointwise_alone(std::span<const BlockTask> tasks) { return is_pointwise_alone(tasks.front().front().block); }

}  // namespace

BlockWorker::BlockWorker(std::span<const BlockTask> tasks, float* memory)
    : tasks_(tasks), memory_(memory), kept_(rows_to_keep(tasks)) {}

std::size_t BlockWorker::floats(std::span<const BlockTask> tasks) {
  if (are_pointwise_alone(tasks)) {
    return pointwise_rows_floats(tasks.front().front().block);
  }
  const int kept = rows_to_keep(tasks);
  std::size_t floats = 0;
  for (const BlockTask& task : tasks) {
    floats = std::max(floats, SideBySide::floats(task, kept));
  }
  return floats;
}

void BlockWorker::compute(std::size_t task) {
  if (are_pointwise_alone(tasks_)) {
    compute_pointwise_rows(tasks_[task].front(), memory_);
    return;
  }
  if (!goes_on_with(task)) {
    rows_.emplace(tasks_[task], kept_, memory_);
  }
  rows_->compute(tasks_[task]);  // NOLINT(bugprone-unchecked-optional-access): emplaced where there were none
  last_ = task;
}

bool BlockWorker::goes_on_with(std::size_t task) const {
  return rows_ && task == last_ + 1 &&
         std::ranges::equal(tasks_[last_], tasks_[task], std::equal_to<>(), &BlockPart::end_row, &BlockPart::first_row);
}

}  // namespace brigade::models::network
