#pragma once

#include "models/network/graph/graph.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace brigade::models::network {

/// How far a quantised network's outputs are from those of the network in floats, over some images.
class NoiseMeter {
 public:
  /// Runs the network in floats once for each image; an image is the input tensor. Throws as `Plan` does.
  NoiseMeter(const Graph& graph, Extent input_size, int threads, std::span<const std::vector<float>> images);

  /// The squared error of `quantised` relative to the variance, mean over the outputs: 0.01 is a hundredth of what the
  /// outputs vary by. The same of the differences between neighbouring pixels counts where it is more, because heat
  /// maps are searched for local maxima. Throws as `Plan` does.
  [[nodiscard]] double noise_of(const Graph& quantised) const;

 private:
  using Outputs = std::vector<std::vector<float>>;
  [[nodiscard]] std::vector<Outputs> run(const Graph& graph) const;

  Extent input_size_;
  int threads_;
  std::span<const std::vector<float>> images_;
  std::vector<Outputs> expected_;      ///< of each image
  std::vector<std::size_t> channels_;  ///< of each output
};

}  // namespace brigade::models::network
