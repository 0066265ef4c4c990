#pragma once

#include "models/network/graph/graph.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace brigade::models::network {

/// Reads a TensorFlow.js graph model (`tf.io.ModelJSON` of format "graph-model") with its weight shards, cut at the
/// named outputs: nodes that these do not need are not even looked at, so they may be of any operator. Every weight
/// that is left is finite. Throws ModelError.
[[nodiscard]] Graph read_graph_model(const std::filesystem::path& model_json,
                                     std::span<const std::string> output_names);

}  // namespace brigade::models::network
