#pragma once

#include "models/detector.hpp"
#include "stages/assembly.hpp"
#include "stages/detect/held_rate.hpp"
#include "web/engine/presenter.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace brigade::web {

/// What a status holds besides the assembly's own metrics.
struct StatusParts {
  const ShownFrame& shown;
  std::int64_t objects = 0;  ///< ids given
  std::string_view mot_rows;
  const std::optional<stages::HeldRate>& held;
  std::optional<std::string> error;
};

/// Status of protocol.ts.
[[nodiscard]] std::string status_json(const stages::Assembly& assembly, const StatusParts& parts);

/// What a session says of its network.
struct NetworkFacts {
  models::Precision precision = models::Precision::f32;
  std::int64_t integer_operators = 0;  ///< that compute in int8; where kernels of integers do not pay, none does
  std::int64_t multiply_accumulates = 0;
};

[[nodiscard]] NetworkFacts network_facts(models::Precision precision, const models::Network& network);

/// The fields of SessionFacts (protocol.ts) that come from the model.
[[nodiscard]] std::string facts_json(std::span<const std::string_view> labels, const NetworkFacts& network);

}  // namespace brigade::web
