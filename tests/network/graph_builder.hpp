#pragma once

#include "models/network/graph/graph.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace brigade::tests {

/// Builds graphs of the operators that blocks are made of, with weights of noise.
class GraphBuilder {
 public:
  GraphBuilder();

  [[nodiscard]] models::network::NodeIndex image() const { return image_; }

  /// With TensorFlow's SAME padding where the operation names none.
  models::network::NodeIndex convolution(const std::string& name, models::network::NodeIndex input,
                                         std::vector<std::int64_t> filter, models::network::Convolution operation);

  models::network::NodeIndex node(const std::string& name, models::network::Operator operation,
                                  std::vector<models::network::NodeIndex> inputs);

  /// The graph with that output and what it needs.
  models::network::Graph finish(models::network::NodeIndex output);

 private:
  models::network::Graph graph_;
  models::network::NodeIndex image_ = 0;
  unsigned seed_ = 10;
};

/// The same graph with its 1x1 convolutions in integers.
[[nodiscard]] models::network::Graph quantised(const models::network::Graph& graph);

/// The same graph with the weights of all its convolutions rounded, as those of a quantised network are, and its 1x1
/// convolutions perhaps in integers.
[[nodiscard]] models::network::Graph with_all_weights_rounded(const models::network::Graph& graph, bool integers);

/// The same graph with their weights alone rounded.
[[nodiscard]] models::network::Graph with_rounded_weights(const models::network::Graph& graph);

}  // namespace brigade::tests
