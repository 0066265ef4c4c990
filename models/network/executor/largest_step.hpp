#pragma once

#include "models/network/executor/operators.hpp"

namespace brigade::models::network {

/// Finds the largest values of a searched output where it lies in memory, after an operator that does not find them
/// itself.
[[nodiscard]] Step make_largest_step(const Lowering& lowering);

}  // namespace brigade::models::network
