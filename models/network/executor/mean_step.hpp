#pragma once

#include "models/network/executor/operators.hpp"

namespace brigade::models::network {

/// The step that computes the mean of every channel with our own kernels, rows shared out between the threads.
[[nodiscard]] Step make_mean_step(const Lowering& lowering, const Mean& mean);

}  // namespace brigade::models::network
