#pragma once

#include "models/network/executor/operators.hpp"

#include <span>

namespace brigade::models::network {

/// The step that computes a block with our own kernels, or several blocks that read one producer (see chain_blocks),
/// rows of the output shared out between the threads.
[[nodiscard]] Step make_block_step(std::span<const Lowering> readers);

}  // namespace brigade::models::network
