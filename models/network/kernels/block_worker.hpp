#pragma once

#include "models/network/kernels/block.hpp"
#include "models/network/kernels/side_by_side.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace brigade::models::network {

/// Computes tasks of one step, one at a time, with working memory of its own: each thread has one. A task whose rows
/// come right after those of the last one finds there what both are computed from, and goes on: so rows can be shared
/// out in small tasks that threads take from each other, and rows in between are made twice only where one did.
class BlockWorker {
 public:
  /// `tasks`: all of the step; they have to outlive this. `memory`: `floats(tasks)` of them, aligned like
  /// allocate_aligned's.
  BlockWorker(std::span<const BlockTask> tasks, float* memory);

  [[nodiscard]] static std::size_t floats(std::span<const BlockTask> tasks);

  /// Before the first task of a run: others use the memory between runs, and images change.
  void begin() { rows_.reset(); }

  void compute(std::size_t task);

 private:
  /// Whether the task's rows come after those that were computed last.
  [[nodiscard]] bool goes_on_with(std::size_t task) const;

  std::span<const BlockTask> tasks_;
  float* memory_;
  int kept_;  ///< of a producer's rows, see rows_to_keep
  std::optional<SideBySide> rows_;
  std::size_t last_ = 0;  ///< the task that was computed last, where there are `rows_`
};

}  // namespace brigade::models::network
