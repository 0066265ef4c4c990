#pragma once

#include "models/network/network.hpp"

#include <vector>

namespace brigade::tests {

/// What Network::largest_values says of an output, of which it is made by its definition.
struct LargestValues {
  explicit LargestValues(const models::TensorView& output);

  [[nodiscard]] models::TensorView view() const;

  int height;
  int groups;
  std::vector<float> values;
};

}  // namespace brigade::tests
