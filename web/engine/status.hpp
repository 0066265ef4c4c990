#pragma once

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

/// The fields of SessionFacts (protocol.ts) that come from the model.
[[nodiscard]] std::string facts_json(std::span<const std::string_view> labels, std::int64_t multiply_accumulates);

}  // namespace brigade::web
