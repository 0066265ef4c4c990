#pragma once

#include "common/result.hpp"
#include "native/run_options.hpp"

namespace brigade::native {

/// Runs the pipeline as the options say. Whatever ends it, an error or Ctrl-C too, files written so far are completed,
/// and table and report tell of what was done until then.
[[nodiscard]] Result<void> run_command(const RunOptions& options);

}  // namespace brigade::native
