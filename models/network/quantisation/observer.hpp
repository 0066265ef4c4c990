#pragma once

#include "models/network/executor/plan.hpp"
#include "models/network/graph/graph.hpp"
#include "models/network/graph/range.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace brigade::models::network {

/// What convolutions read at one node, over many images.
struct ObservedValues {
  struct Channel {
    Range extremes{.low = 0, .high = 0};  ///< zero included
    double sum = 0;
  };
  std::vector<Channel> channels;
  std::int64_t pixels = 0;

  void add(const TensorView& image);
  [[nodiscard]] std::vector<float> channel_means() const;

  /// How to round each channel: what was seen is stored, and a little more, because other images have more. A channel
  /// of small values has no steps finer than a part of those of the largest.
  [[nodiscard]] std::vector<Quantisation> channel_quantisations() const;
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
