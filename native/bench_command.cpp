#include "native/bench_command.hpp"

#include "native/bench_layers.hpp"
#include "native/bench_pipeline.hpp"
#include "native/layers_table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace brigade::native {

CLI::App* add_bench_command(CLI::App& program, BenchOptions& options) {
  auto* command = program.add_subcommand("bench", "Measure detector, stages, and pipelined against sequential");
  options.threads = {std::max(1, core_count() - 1)};
  command->add_option("INPUT", options.input, "What to run on: as for `brigade run`")->capture_default_str();
  command->add_option("--model", options.model, "Detector; `brigade models` lists them")->capture_default_str();
  command->add_option("--size", options.size,
                      "Side of the network's input in pixels, a multiple of 32 [the model's own]");
  add_precision_choice(*command, options.precision);
  command->add_option("--threads", options.threads, "Threads of the detector's pool, each in turn: 1,2 [cores - 1]")
      ->allow_extra_args(false)
      ->delimiter(',');
  command->add_option("--frames", options.frames, "Frames of a round")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--rounds", options.rounds, "Rounds, whose medians are shown")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_flag("--layers", options.layers, "Every operator of the network with its time and GMAC/s instead");
  command->add_flag("--json", options.json, "As JSON");
  return command;
}

models::DetectorOptions detector_options(const BenchOptions& options, int threads) {
  models::DetectorOptions detector{.model = options.model, .size = options.size, .threads = threads, .categories = {}};
  set_precision(detector, options.precision);
  return detector;
}

Result<void> bench_command(const BenchOptions& options) {
  auto results = nlohmann::ordered_json::array();
  for (const int threads : options.threads) {
    auto measured = options.layers ? bench_layers(options, threads) : bench_pipeline(options, threads);
    if (!measured) {
      return tl::unexpected<Error>(std::move(measured.error()));
    }
    if (!options.json) {
      fmt::print("{}\n", options.layers ? format_layers(*measured) : format_pipeline_bench(*measured));
    }
    results.push_back(*std::move(measured));
  }
  if (options.json) {
    fmt::print("{}\n", results.dump(2));
  }
  return {};
}

}  // namespace brigade::native
