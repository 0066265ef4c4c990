#pragma once

#include "common/result.hpp"
#include "native/detector_crew.hpp"
#include "native/interrupt.hpp"
#include "native/run_options.hpp"
#include "native/run_summary.hpp"
#include "pipeline/channel.hpp"

#include <string>

namespace brigade::native {

/// A run that has taken place.
struct PipelineRun {
  std::string source;  ///< for people: what the input turned out to be
  int size = 0;        ///< side of the network's input, pixels
  DetectorCrew crew;
  pipeline::Policy policy = pipeline::Policy::lossless;
  RunSummary summary;  ///< also of a run that an error ended: see its `error`
};

/// Runs the pipeline to its end and completes all files but the report. Fails only where the run could not begin; what
/// went wrong later is the summary's error.
[[nodiscard]] Result<PipelineRun> run_pipeline(const RunOptions& options, Interrupt& interrupt);

}  // namespace brigade::native
