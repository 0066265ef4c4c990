#pragma once

#include "models/network/executor/plan.hpp"
#include "models/network/graph/graph.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace brigade::models::network {

/// What convolutions read at one node, over many images.
struct ObservedValues {
  struct Channel {
    float largest = 0;  ///< magnitude
    double sum = 0;
  };
  std::vector<Channel> channels;
  std::int64_t pixels = 0;
  bool is_signed = false;  ///< whether there were values below 0

  void add(const TensorView& image);
  [[nodiscard]] std::vector<float> channel_means() const;

  /// How to round them: the largest magnitudes of all channels become alike, but for those that were near 0 always and
  /// need not stay there.
  [[nodiscard]] InputRounding rounding() const;
};

/// Runs a network in floats and notes what its convolutions read.
class Observer {
 public:
  /// The graph as it is after `optimise`. Throws as `Plan` does.
  Observer(Graph graph, Extent input_size, int threads);

  [[nodiscard]] std::span<float> input() const { return plan_->input(); }

  /// Runs the network once.
  [[nodiscard]] Result<void> observe();

  /// Of every node that a convolution reads.
  [[nodiscard]] const std::map<NodeIndex, ObservedValues>& values() const { return values_; }

 private:
  std::map<NodeIndex, ObservedValues> values_;  ///< in the order of the plan's outputs
  std::unique_ptr<Plan> plan_;
};

}  // namespace brigade::models::network
