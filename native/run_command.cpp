#include "native/run_command.hpp"

#include "common/text_file.hpp"
#include "native/pipeline_run.hpp"
#include "native/report.hpp"

#include <fmt/format.h>

namespace brigade::native {
namespace {

Result<void> save_report(const RunOptions& options, const PipelineRun& run) {
  if (options.report.empty()) {
    return {};
  }
  return write_text_file(options.report, make_report(options, run).dump(2) + "\n");
}

}  // namespace

Result<void> run_command(const RunOptions& options) {
  Interrupt interrupt;
  const auto run = run_pipeline(options, interrupt);
  if (!run) {
    return tl::unexpected<Error>(run.error());
  }
  if (!options.quiet) {
    fmt::print("{}", format_table(run->summary));
  }
  auto reported = save_report(options, *run);
  if (const auto& error = run->summary.error) {
    return failure("{}", *error);
  }
  return reported;
}

}  // namespace brigade::native
