#pragma once

#include "models/network/kernels/block.hpp"

namespace brigade::tests {

/// Computes a task by itself, in working memory of its own.
void compute_task(const models::network::BlockTask& task);

}  // namespace brigade::tests
