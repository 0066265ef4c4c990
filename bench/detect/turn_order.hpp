#pragma once

#include <cstddef>
#include <vector>

namespace brigade::bench {

/// In which order so many contestants are measured in that turn, 0 being the first: their indices, each once. It goes
/// round from some contestant on, and every second turn is the one before backwards: two turns have everybody at the
/// same place on average, so that a machine which slowly changes favours nobody. From pair to pair the start moves by
/// the golden ratio of a round, which lays any number of starts about evenly: everybody takes every place about equally
/// often. As web/bench/detect/turn_order.ts does in the browser.
[[nodiscard]] std::vector<std::size_t> turn_order(std::size_t count, unsigned turn);

}  // namespace brigade::bench
