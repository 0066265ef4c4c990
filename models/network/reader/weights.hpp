#pragma once

#include "models/network/graph/tensor.hpp"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <unordered_map>

namespace brigade::models::network {

/// The constants of a model by the names of their nodes.
using Weights = std::unordered_map<std::string, Tensor>;

/// Reads every shard of a `weightsManifest` (TensorFlow.js `tf.io.WeightsManifestConfig`) from `folder` and decodes
/// float32, int32, float16-quantised, and uint8- or uint16-quantised (value * scale + min) tensors. Throws ModelError
/// for a shard that is missing, too short or too long and for types it does not know. Values are not judged here,
/// because a model may hold an infinite padding value on purpose.
[[nodiscard]] Weights read_weights(const nlohmann::json& manifest, const std::filesystem::path& folder);

}  // namespace brigade::models::network
