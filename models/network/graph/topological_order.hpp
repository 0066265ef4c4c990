#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace brigade::models::network {

/// The inputs of a node; asked once for each node that is reached.
using InputsOf = std::function<std::vector<std::size_t>(std::size_t node)>;

/// The nodes, of `count`, that the roots need, each after its inputs and close to them (depth first). The error is a
/// node of a cycle.
[[nodiscard]] tl::expected<std::vector<std::size_t>, std::size_t> topological_order(std::size_t count,
                                                                                    const InputsOf& inputs_of,
                                                                                    std::span<const std::size_t> roots);

}  // namespace brigade::models::network
