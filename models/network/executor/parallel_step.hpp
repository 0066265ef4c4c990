#pragma once

#include "models/network/executor/operators.hpp"

#include <cstddef>
#include <memory>
#include <utility>

namespace brigade::models::network {

/// Who computes a task.
struct TaskPlace {
  std::size_t thread = 0;
  void* workspace = nullptr;  ///< of that thread's own
};

/// A step of our own: `compute(run, task, place)` for each of the tasks, shared out between the pool's threads, each
/// with a workspace of its own of at least `workspace_bytes`. Each thread begins with as many tasks that follow each
/// other, in order, and then takes from the others' ends.
template <typename Run>
[[nodiscard]] Step make_parallel_step(const Lowering& lowering, OperatorInfo info, Run run, std::size_t tasks,
                                      std::size_t workspace_bytes,
                                      void (*compute)(const Run& run, std::size_t task, const TaskPlace& place)) {
  struct Work {
    Run run;
    void (*compute)(const Run&, std::size_t, const TaskPlace&) = nullptr;
    Workspaces workspaces = {};
  };
  const auto work = std::make_shared<Work>(std::move(run), compute);
  const auto do_task = [](void* context, std::size_t thread, std::size_t task) {
    const auto& shared = *static_cast<const Work*>(context);
    shared.compute(shared.run, task, {.thread = thread, .workspace = shared.workspaces.of(thread)});
  };
  const std::uint32_t flags = lowering.last ? PTHREADPOOL_FLAG_YIELD_WORKERS : 0U;
  Step step;
  step.info = std::move(info);
  step.workspace_bytes = workspace_bytes;
  step.set_up = [work](const Workspaces& workspaces) {
    work->workspaces = workspaces;
    return xnn_status_success;
  };
  step.run = [work, do_task, tasks, flags, threads = lowering.threads] {
    pthreadpool_parallelize_1d_with_thread(threads, do_task, work.get(), tasks, flags);
    return xnn_status_success;
  };
  return step;
}

}  // namespace brigade::models::network
