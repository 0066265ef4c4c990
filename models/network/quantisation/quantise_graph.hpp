#pragma once

#include "models/network/graph/graph.hpp"

#include <map>
#include <vector>

namespace brigade::models::network {

/// How a convolution is to be quantised: its filter always, and its input where it is to be computed in int8.
struct LayerQuantisation {
  InputRounding input;               ///< without scales: computed in floats
  std::vector<float> channel_means;  ///< of the input
};

/// Of convolutions, by their nodes.
using LayerQuantisations = std::map<NodeIndex, LayerQuantisation>;

/// The graph with these convolutions quantised; all else stays as it is. The scale of an output channel is such that
/// its largest weight is stored as kMostWeight; its bias makes up for what rounding the weights adds to the mean of its
/// values (Nagel and others, "Data-Free Quantization Through Weight Equalization and Bias Correction", 2019). Nodes may
/// be numbered anew.
[[nodiscard]] Graph quantise_graph(Graph graph, const LayerQuantisations& layers);

}  // namespace brigade::models::network
