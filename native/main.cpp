#include "native/bench_command.hpp"
#include "native/detect_command.hpp"
#include "native/eval_command.hpp"
#include "native/models_command.hpp"
#include "native/quantize_command.hpp"
#include "native/run_command.hpp"
#include "native/run_options.hpp"
#include "native/track_command.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>

namespace {

using namespace brigade;

// One sentence on standard error; the exit code of the program.
int fail(const std::string& sentence) {
  fmt::print(stderr, "brigade: {}\n", sentence);
  return 1;
}

int exit_code(const Result<void>& outcome) { return outcome ? 0 : fail(outcome.error().message); }

// What is wrong. Of something unknown and something missing CLI11 names what is missing, which may be there, misspelt.
std::string reason(const CLI::App& program, const CLI::ParseError& error) {
  const auto unknown = program.remaining(true);
  const bool is_missing = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
  return is_missing && !unknown.empty() ? CLI::ExtrasError(unknown).what() : error.what();
}

// CLI11's help and version count as errors whose exit code is 0.
int answer_parse_error(const CLI::App& program, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) {
    return program.exit(error);
  }
  const auto chosen = program.get_subcommands();
  const std::string command = chosen.empty() ? "" : chosen.front()->get_name() + " ";
  return fail(fmt::format("{}; see brigade {}--help", reason(program, error), command));
}

int run_program(int argument_count, char** arguments) {
  CLI::App program{"Brigade: detects and tracks objects in videos, on the CPU, every stage beside the others.",
                   "brigade"};
  program.require_subcommand(1);
  program.set_version_flag("--version", BRIGADE_VERSION);
  native::RunOptions run;
  native::DetectOptions detect;
  native::TrackOptions track;
  native::EvalOptions eval;
  native::ModelsOptions models;
  native::BenchOptions bench;
  native::QuantizeOptions quantize;
  const auto* run_chosen = native::add_run_command(program, run);
  const auto* detect_chosen = native::add_detect_command(program, detect);
  const auto* track_chosen = native::add_track_command(program, track);
  const auto* eval_chosen = native::add_eval_command(program, eval);
  const auto* models_chosen = native::add_models_command(program, models);
  const auto* bench_chosen = native::add_bench_command(program, bench);
  const auto* quantize_chosen = native::add_quantize_command(program, quantize);
  try {
    program.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    return answer_parse_error(program, error);
  }
  if (*run_chosen) {
    return exit_code(native::run_command(run));
  }
  if (*detect_chosen) {
    return exit_code(native::detect_command(detect));
  }
  if (*track_chosen) {
    return exit_code(native::track_command(track));
  }
  if (*eval_chosen) {
    return exit_code(native::eval_command(eval));
  }
  if (*models_chosen) {
    return exit_code(native::models_command(models));
  }
  if (*quantize_chosen) {
    return exit_code(native::quantize_command(quantize));
  }
  return *bench_chosen ? exit_code(native::bench_command(bench)) : 1;
}

}  // namespace

int main(int argument_count, char** arguments) {
  try {
    return run_program(argument_count, arguments);
  } catch (const std::exception& problem) {  // memory is all that is left to run out
    return fail(problem.what());
  }
}
