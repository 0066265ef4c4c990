#pragma once

#include "models/network/graph/graph.hpp"

#include <span>
#include <vector>

namespace brigade::models::network {

/// Whether the node is a convolution with a constant filter and bias that only one node or output reads: then it may
/// change together with that reader.
[[nodiscard]] bool is_foldable_convolution(const Graph& graph, NodeIndex node, const std::vector<int>& uses);

/// Of such a convolution.
[[nodiscard]] std::size_t output_channels(const Graph& graph, NodeIndex convolution);

/// The values of a scalar or of a tensor with one value an output channel of the convolution, one a channel; empty for
/// every other node.
[[nodiscard]] std::vector<float> values_per_channel(const Graph& graph, NodeIndex constant, NodeIndex convolution);

/// Multiplies the filter by one factor an output channel. Other readers of the same constant keep theirs.
void scale_filter(Graph& graph, NodeIndex convolution, std::span<const float> factors);

/// The bias, zeros where there is none.
[[nodiscard]] std::vector<float> bias_of(const Graph& graph, NodeIndex convolution);
void set_bias(Graph& graph, NodeIndex convolution, std::vector<float> bias);

}  // namespace brigade::models::network
