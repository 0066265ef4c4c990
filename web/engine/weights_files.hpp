#pragma once

#include "common/result.hpp"
#include "web/engine/session_options.hpp"

#include <string>

namespace brigade::web {

/// Where a network's files are looked for: a JSON list of paths, in floats that of the graph and that of its weights,
/// in int8 the one of `brigade quantize`. The error names the models there are.
[[nodiscard]] Result<std::string> weights_files_json(const NetworkChoice& network);

}  // namespace brigade::web
