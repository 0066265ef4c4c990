#pragma once

#include "models/network/graph/shapes.hpp"
#include "models/network/kernels/kernel_set.hpp"

#include <string>

namespace brigade::models::network {

/// A depthwise convolution and the 1x1 ones around it that could be one block with it; or a 1x1 convolution alone.
struct BlockShape {
  ImageShape input;  ///< of the first layer
  int expanded = 0;  ///< outputs of the 1x1 convolution before; 0: none
  int window = 0;    ///< of the depthwise convolution; 0: none
  int stride = 1;
  int projected = 0;  ///< outputs of the 1x1 convolution after; 0: none
};

/// Which of a block's layers our kernels compute, as one; the others are XNNPACK's or blocks of their own.
struct BlockChoice {
  bool expand = false;
  bool depthwise = false;
  bool project = false;
};

/// What was measured to be the fastest for that shape on that instruction set: the table is written by `script/bench
/// kernels` and never by the machine that runs it, so that results do not depend on timing. Shapes that the table does
/// not hold follow its rule.
[[nodiscard]] BlockChoice choose_kernels(const KernelSet& kernels, const BlockShape& shape);

}  // namespace brigade::models::network
