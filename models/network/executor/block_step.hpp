#pragma once

#include "models/network/executor/operators.hpp"

namespace brigade::models::network {

/// The step that computes a block with our own kernels, rows of the output shared out between the threads.
[[nodiscard]] Step make_block_step(const Lowering& lowering, const FusedBlock& fused);

}  // namespace brigade::models::network
