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

/// Lays buffers out so that those alive at the same step do not overlap: greedily, largest first (Pisarchyk and Lee,
/// "Efficient memory management for deep neural net inference", 2020), each where it costs least memory and, before
/// that, least exchange. Of as many threads each computes an equal part of every buffer, in order; where one writes to
/// what lay in another's part of an earlier buffer, the line has to be fetched from that one's core. Buffers of
/// different sizes exchange nothing when they lie about one middle, as two threads' do. One thread exchanges nothing,
/// and every buffer has the lowest place that is free.
[[nodiscard]] ArenaLayout lay_out(std::span<const BufferLifetime> buffers, std::size_t threads);

}  // namespace brigade::models::network
