#pragma once

#include "common/result.hpp"
#include "native/run_options.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace brigade::native {

/// The arguments of `brigade detect`.
struct DetectOptions {
  std::vector<std::string> inputs;  ///< images and folders of images
  DetectorChoice detector;
  std::filesystem::path out;
  bool quiet = false;
};

/// Declares the command `detect` of `program`; parsing fills `options`.
CLI::App* add_detect_command(CLI::App& program, DetectOptions& options);

/// Writes the detections of every image. What was written before an error stays.
[[nodiscard]] Result<void> detect_command(const DetectOptions& options);

}  // namespace brigade::native
