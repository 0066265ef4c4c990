#pragma once

#include "models/network/graph/shapes.hpp"
#include "models/network/kernels/kernel_set.hpp"

namespace brigade::models::network {

/// A depthwise convolution and the 1x1 ones around it that could be one block with it; or a dense convolution,
/// 1x1 or with a window, alone.
struct BlockShape {
  ImageShape input;    ///< of the first layer
  int expanded = 0;    ///< outputs of the 1x1 convolution before; 0: none
  int window = 0;      ///< of the depthwise convolution, or of the dense one alone; 0: none
  int stride = 1;      ///< likewise
  int projected = 0;   ///< outputs of the 1x1 convolution after, or of the dense one alone; 0: none
  bool int8 = false;   ///< a 1x1 convolution is to be computed in integers, which our kernels alone can
  bool dense = false;  ///< there is one convolution, a dense one with a window

  bool operator==(const BlockShape&) const = default;
};

/// Which of a block's layers our kernels compute, as one. A dense convolution alone counts as
/// `project`; 1x1 ones left out are asked for alone.
struct BlockChoice {
  bool expand = false;
  bool depthwise = false;
  bool project = false;

  bool operator==(const BlockChoice&) const = default;
};

/// Our kernels, all layers that there are as one block.
[[nodiscard]] constexpr BlockChoice all_layers(const BlockShape& shape) {
  return {.expand = shape.expanded > 0, .depthwise = shape.window > 0 && !shape.dense, .project = shape.projected > 0};
}

/// What was measured to be the fastest for that shape on that instruction set. `script/bench kernels` writes the table,
/// and never the machine that runs it, so that results do not depend on timing. Shapes it does not hold follow the rule
/// that fits most of those it holds: all_layers.
[[nodiscard]] BlockChoice choose_kernels(const KernelSet& kernels, const BlockShape& shape);

/// Whether the 1x1 convolution of floats, where our kernels compute it, is computed by Strassen's algorithm: a rule
/// that was measured (docs/kernels.md), of what the kernel can compute. `columns`: pixels of a row.
[[nodiscard]] bool choose_strassen(const KernelSet& kernels, int inputs, int outputs, int columns);

}  // namespace brigade::models::network
