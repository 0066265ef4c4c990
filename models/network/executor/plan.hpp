#pragma once

#include "common/result.hpp"
#include "models/network/executor/operators.hpp"
#include "models/network/executor/placement.hpp"
#include "models/network/executor/sparse_output.hpp"
#include "models/network/executor/weight_store.hpp"
#include "models/network/graph/graph.hpp"
#include "models/network/graph/shapes.hpp"
#include "models/network/kernels/aligned_memory.hpp"
#include "models/network/network.hpp"

#include <pthreadpool.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace brigade::models::network {

struct DestroyThreadPool {
  void operator()(pthreadpool_t pool) const { pthreadpool_destroy(pool); }
};
using ThreadPool = std::unique_ptr<pthreadpool, DestroyThreadPool>;

/// A graph laid out in memory for one input size: operators that run one after another on one pool of threads.
class Plan {
 public:
  /// `graph`: as fuse_blocks and take_in_resizes left it for that size and those kernels, where they are to be used;
  /// needed no longer than this takes. `weights`: shared with the other plans of this graph. Throws ModelError, or
  /// std::bad_alloc.
  Plan(const Graph& graph, Extent input_size, int threads, const KernelSet& kernels,
       std::shared_ptr<WeightStore> weights);

  [[nodiscard]] pthreadpool_t threads() const { return pool_.get(); }
  [[nodiscard]] std::span<float> input() const { return input_; }
  [[nodiscard]] Result<void> run();
  [[nodiscard]] TensorView output(std::size_t index) const { return outputs_[index]; }
  [[nodiscard]] TensorView largest_values(std::size_t output) const;
  [[nodiscard]] std::span<const float> pixel(std::size_t output, int row, int column);
  [[nodiscard]] std::span<const OperatorInfo> operators() const { return infos_; }
  void keep_searched_values_from(float least) { least_to_keep_ = least; }
  [[nodiscard]] float least_kept() const { return *least_kept_; }
  void measure_operators(bool on) { measuring_ = on; }
  [[nodiscard]] std::span<const std::chrono::nanoseconds> operator_times() const { return times_; }
  [[nodiscard]] std::int64_t multiply_accumulates() const;

 private:
  void find_input_and_outputs(const Graph& graph);
  [[nodiscard]] float* place(NodeIndex node) const;
  [[nodiscard]] LargestValues largest_of(const Graph& graph, NodeIndex node);
  [[nodiscard]] Image image_of(const Graph& graph, NodeIndex node);
  [[nodiscard]] std::vector<Image> inputs_of(const Graph& graph, NodeIndex node);
  [[nodiscard]] Lowering lower(const Graph& graph, NodeIndex node);
  void add_steps(const Graph& graph);
  void set_up(std::vector<Step> steps);

  const KernelSet* kernels_;
  std::shared_ptr<WeightStore> weights_;
  std::vector<ImageShape> shapes_;
  Placement placement_;
  ArenaLayout layout_;
  AlignedMemory arena_;
  AlignedMemory workspaces_;
  std::vector<AlignedMemory> constants_;  ///< operands that are not packed by a convolution
  ThreadPool pool_;                       ///< null for a single thread
  std::vector<std::function<xnn_status()>> operators_;
  std::vector<OperatorInfo> infos_;
  std::vector<std::chrono::nanoseconds> times_;
  bool measuring_ = false;
  std::span<float> input_;
  std::vector<TensorView> outputs_;
  std::vector<std::vector<float>> largest_;                        ///< of every output, empty where it is not searched
  float least_to_keep_ = -std::numeric_limits<float>::infinity();  ///< in searched outputs, by the next run
  std::unique_ptr<float> least_kept_ = std::make_unique<float>(least_to_keep_);  ///< by the last; steps point to it
  std::vector<std::optional<SparseOutput>> sparse_;                              ///< of every output
};

}  // namespace brigade::models::network
