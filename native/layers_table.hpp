#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace brigade::native {

/// What bench_layers gives, as a table for people: a line a layer, columns as wide as what they hold, and the sum.
[[nodiscard]] std::string format_layers(const nlohmann::ordered_json& layers);

}  // namespace brigade::native
