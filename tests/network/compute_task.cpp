#include "tests/network/compute_task.hpp"

#include "models/network/kernels/aligned_memory.hpp"
#include "models/network/kernels/block_worker.hpp"

#include <span>

namespace brigade::tests {

void compute_task(const models::network::BlockTask& task) {
  using namespace models::network;
  const std::span<const BlockTask> tasks(&task, 1);
  const AlignedMemory memory = allocate_aligned(BlockWorker::floats(tasks) * sizeof(float));
  BlockWorker(tasks, reinterpret_cast<float*>(memory.get())).compute(0);
}

}  // namespace brigade::tests
