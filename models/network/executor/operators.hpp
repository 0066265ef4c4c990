#pragma once

#include "models/network/executor/weight_store.hpp"
#include "models/network/graph/graph.hpp"
#include "models/network/graph/shapes.hpp"
#include "models/network/kernels/kernel_set.hpp"
#include "models/network/network.hpp"

#include <pthreadpool.h>
#include <xnnpack.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace brigade::models::network {

/// An operator of XNNPACK with its packed weights.
using XnnOperator = std::shared_ptr<xnn_operator>;

/// A value in memory; pixels are `pixel_stride` values apart.
struct Image {
  ImageShape shape;
  float* values = nullptr;
  int pixel_stride = 0;
};

/// Working memory, one after another, of each of the pool's threads: at the same place in every step, so that a core
/// finds it in its own cache instead of in that of the core which another step gave these addresses.
struct Workspaces {
  std::byte* first = nullptr;
  std::size_t bytes = 0;  ///< of each, a multiple of kBufferAlignment

  [[nodiscard]] std::byte* of(std::size_t thread) const { return first + thread * bytes; }
};

/// One operator of the plan, an operator of XNNPACK or a kernel of our own, that still needs its working memory.
struct Step {
  OperatorInfo info;
  std::size_t workspace_bytes = 0;  ///< that each thread needs; an operator of XNNPACK has the first thread's alone
  std::function<xnn_status(const Workspaces& workspaces)> set_up;  ///< to be called once, before the operator runs
  std::function<xnn_status()> run;                                 ///< keeps what it works with, packed weights too
};

/// What a node is made an operator from.
struct Lowering {
  const Graph* graph = nullptr;
  const Node* node = nullptr;
  std::vector<Image> inputs;  ///< a constant operand among them is one pixel; of what is packed only the shape
  Image output;
  pthreadpool_t threads = nullptr;     ///< null: the calling one alone
  const KernelSet* kernels = nullptr;  ///< of blocks
  WeightStore* weights = nullptr;
  LargestValues largest = {};  ///< of the output
  bool last = false;           ///< of the plan: its workers go to sleep instead of waiting busily for more
};

/// For profiles: "3x3", "5x5 /2".
[[nodiscard]] std::string window_text(Extent window, Extent stride);

/// What is done to the values of a block's layer.
[[nodiscard]] Activation activation_of(const BlockLayer& layer);

/// The node's part of a profile.
[[nodiscard]] OperatorInfo describe(const Lowering& lowering, std::string kind, std::int64_t multiply_accumulates = 0);

/// The operators that compute the node, in order: none where the memory's layout did the work, several for a
/// concatenation. Throws ModelError where XNNPACK refuses.
[[nodiscard]] std::vector<Step> make_steps(const Lowering& lowering);

}  // namespace brigade::models::network
