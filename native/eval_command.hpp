#pragma once

#include "common/result.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <vector>

namespace brigade::native {

/// The arguments of `brigade eval`: three for detections, or pairs for tracks.
struct EvalOptions {
  std::filesystem::path images;
  std::filesystem::path labels;
  std::filesystem::path detections;
  std::vector<std::filesystem::path> truth;
  std::vector<std::filesystem::path> tracks;
  bool json = false;
};

/// Declares the command `eval` of `program`; parsing fills `options`.
CLI::App* add_eval_command(CLI::App& program, EvalOptions& options);

/// Judges detections or tracks against the truth and prints the scores.
[[nodiscard]] Result<void> eval_command(const EvalOptions& options);

}  // namespace brigade::native
