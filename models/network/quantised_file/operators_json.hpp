#pragma once

#include "models/network/graph/graph.hpp"

#include <nlohmann/json.hpp>

namespace brigade::models::network {

/// What the node computes, without its inputs and a constant's values. Throws ModelError for operators that `optimise`
/// leaves none of.
[[nodiscard]] nlohmann::ordered_json operator_to_json(const Node& node);

/// Its inverse; a constant comes without values, a convolution without the scales of its filter. Throws ModelError or
/// nlohmann's exception where something is missing or not as it can be.
[[nodiscard]] Operator operator_from_json(const nlohmann::ordered_json& json);

}  // namespace brigade::models::network
