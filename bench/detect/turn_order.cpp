#include "bench/detect/turn_order.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

namespace brigade::bench {

std::vector<std::size_t> turn_order(std::size_t count, unsigned turn) {
  const unsigned pair = turn / 2;
  const double part_of_round = std::fmod(pair * std::numbers::phi, 1.0);
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::rotate(order, order.begin() + static_cast<std::ptrdiff_t>(part_of_round * static_cast<double>(count)));
  if (turn % 2 == 1) {
    std::ranges::reverse(order);
  }
  return order;
}

}  // namespace brigade::bench
