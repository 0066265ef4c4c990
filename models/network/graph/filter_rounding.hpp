#pragma once

#include "models/network/graph/graph.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace brigade::models::network {

/// How a filter's weights are rounded: weight = step * stored, stored -kMostWeight to kMostWeight. A step is the scale
/// of the output channel divided by that of the input channel, if the input is rounded as well.
class FilterRounding {
 public:
  /// Of a convolution with filter_scales, and its filter's shape.
  FilterRounding(const Convolution& convolution, const Shape& filter);

  [[nodiscard]] float step(std::size_t weight) const;

 private:
  std::span<const float> outputs_;
  std::span<const float> inputs_;  ///< empty, or one for each input channel
  std::size_t outputs_of_input_;
};

/// The filter's stored weights, in its order.
[[nodiscard]] std::vector<std::int8_t> quantised_weights(const Convolution& convolution, const Tensor& filter);

}  // namespace brigade::models::network
