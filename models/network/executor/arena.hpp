#pragma once

#include "models/network/kernels/aligned_memory.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace brigade::models::network {

/// A buffer and the steps of the plan that write or read it, first and last included.
struct BufferLifetime {
  std::size_t bytes = 0;
  std::size_t first_step = 0;
  std::size_t last_step = 0;
};

/// Where each buffer lies in one block of memory.
struct ArenaLayout {
  std::vector<std::size_t> offsets;
  std::size_t bytes = 0;
};

/// Lays buffers out so that those alive at the same step do not overlap: greedily, largest first, each at the lowest
/// place that is free (Pisarchyk and Lee, "Efficient memory management for deep neural net inference", 2020).
[[nodiscard]] ArenaLayout lay_out(std::span<const BufferLifetime> buffers);

}  // namespace brigade::models::network
