#pragma once

#include "common/result.hpp"
#include "models/network/quantiser.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace brigade::native {

/// The arguments of `brigade quantize`.
struct QuantizeOptions {
  std::string model = "centernet";
  std::vector<std::string> images = {"sample"};  ///< inputs as of `brigade run`
  std::int64_t most = 100;                       ///< frames of each input
  std::filesystem::path out;                     ///< empty: where `--precision int8` looks
  int size = 0;                                  ///< 0: the model's own
  int threads = 1;
  double most_noise = models::kMostNoise;
  bool json = false;
  bool quiet = false;
};

/// Declares the command `quantize` of `program`; parsing fills `options`.
CLI::App* add_quantize_command(CLI::App& program, QuantizeOptions& options);

/// Writes int8 weights and says which layers stay in floats, and why.
[[nodiscard]] Result<void> quantize_command(const QuantizeOptions& options);

}  // namespace brigade::native
