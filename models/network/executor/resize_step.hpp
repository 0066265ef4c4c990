#pragma once

#include "models/network/executor/operators.hpp"

namespace brigade::models::network {

/// The step that resizes an image bilinearly, rows of the output shared out between the threads.
[[nodiscard]] Step make_resize_step(const Lowering& lowering, const Resize& resize);

}  // namespace brigade::models::network
