#pragma once

#include "models/network/executor/arena.hpp"
#include "models/network/graph/graph.hpp"
#include "models/network/graph/shapes.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace brigade::models::network {

/// Where a node's value lies: in a buffer whose pixels are `pixel_stride` values apart, from `first_channel` on.
struct Place {
  std::size_t buffer = 0;
  int first_channel = 0;
  int pixel_stride = 0;

  bool operator==(const Place&) const = default;
};

/// Of every node; constants and sparse outputs have none.
struct Placement {
  std::vector<Place> places;
  std::vector<BufferLifetime> buffers;  ///< steps are positions in Graph::nodes
};

/// Shares memory wherever that saves a pass over it: elementwise operators work in place, and what is concatenated is
/// written where the concatenation wants it. The input keeps its buffer for good, so that a caller may
/// fill it once; outputs, and what sparse ones are computed from, keep theirs until the next run.
[[nodiscard]] Placement place_values(const Graph& graph, std::span<const ImageShape> shapes);

}  // namespace brigade::models::network
