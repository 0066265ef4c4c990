#pragma once

#include "common/result.hpp"

#include <CLI/CLI.hpp>

namespace brigade::native {

/// The arguments of `brigade models`.
struct ModelsOptions {
  bool json = false;
};

/// Declares the command `models` of `program`; parsing fills `options`.
CLI::App* add_models_command(CLI::App& program, ModelsOptions& options);

/// Prints the catalogue.
[[nodiscard]] Result<void> models_command(const ModelsOptions& options);

}  // namespace brigade::native
