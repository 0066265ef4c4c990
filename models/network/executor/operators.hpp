#pragma once

#include "models/network/graph/graph.hpp"
#include "models/network/graph/shapes.hpp"
#include "models/network/network.hpp"

#include <pthreadpool.h>
#include <xnnpack.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace brigade::models::network {

struct DeleteOperator {
  void operator()(xnn_operator_t op) const { xnn_delete_operator(op); }
};
using XnnOperator = std::unique_ptr<xnn_operator, DeleteOperator>;

/// A value in memory; pixels are `pixel_stride` values apart.
struct Image {
  ImageShape shape;
  float* values = nullptr;
  int pixel_stride = 0;
};

/// An operator of XNNPACK, with packed weights and a shape, that still needs its working memory.
struct Step {
  XnnOperator op;
  OperatorInfo info;
  std::size_t workspace_bytes = 0;
  std::function<xnn_status(void* workspace)> set_up;  ///< to be called once, before the operator runs
};

/// What a node is made an operator from.
struct Lowering {
  const Graph* graph = nullptr;
  const Node* node = nullptr;
  std::vector<Image> inputs;  ///< a constant operand among them is one pixel
  Image output;
  pthreadpool_t threads = nullptr;
  bool last = false;  ///< of the plan: its workers go to sleep instead of waiting busily for more
};

/// The operators that compute the node, in order: none where the memory's layout did the work, several for a
/// concatenation. Throws ModelError where XNNPACK refuses.
[[nodiscard]] std::vector<Step> make_steps(const Lowering& lowering);

}  // namespace brigade::models::network
