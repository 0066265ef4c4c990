#include "models/network/graph/tensor.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace brigade::models::network {

std::int64_t element_count(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::optional<Shape> broadcast(const Shape& left, const Shape& right) {
  const std::size_t rank = std::max(left.size(), right.size());
  // Shapes are aligned at their last dimensions; missing leading ones count as 1.
  const auto dimension = [rank](const Shape& shape, std::size_t axis) {
    const std::size_t missing = rank - shape.size();
    return axis < missing ? 1 : shape[axis - missing];
  };
  Shape result(rank);
  for (std::size_t axis = 0; axis < rank; ++axis) {
    const std::int64_t a = dimension(left, axis);
    const std::int64_t b = dimension(right, axis);
    if (a != b && a != 1 && b != 1) {
      return std::nullopt;
    }
    result[axis] = a == 1 ? b : a;
  }
  return result;
}

}  // namespace brigade::models::network
