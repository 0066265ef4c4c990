#pragma once

#include "common/result.hpp"
#include "native/run_options.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace brigade::native {

/// The arguments of `brigade bench`.
struct BenchOptions {
  std::string input = "sample";
  std::string model = "centernet";
  int size = 0;  ///< 0: the model's own
  PrecisionChoice precision;
  std::vector<int> threads;
  std::int64_t frames = 100;  ///< of a round
  int rounds = 3;
  bool layers = false;
  bool json = false;
};

/// Declares the command `bench` of `program`; parsing fills `options`.
CLI::App* add_bench_command(CLI::App& program, BenchOptions& options);

/// The detector that is measured.
[[nodiscard]] models::DetectorOptions detector_options(const BenchOptions& options, int threads);

/// Measures the detector alone, every stage alone, and the pipeline against the stages taking turns, in rounds that
/// take turns too, so that a busy machine slows all alike; or, with `layers`, every operator of the network.
[[nodiscard]] Result<void> bench_command(const BenchOptions& options);

}  // namespace brigade::native
