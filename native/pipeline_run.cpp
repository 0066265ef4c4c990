#include "native/pipeline_run.hpp"

#include "native/describe_rate.hpp"
#include "native/progress.hpp"
#include "native/resident_memory.hpp"
#include "native/run_outputs.hpp"
#include "native/run_setup.hpp"
#include "pipeline/trace.hpp"
#include "stages/assembly.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <optional>
#include <utility>

namespace brigade::native {
namespace {

constexpr std::int64_t kWarmFrames = 100;  // after these, memory should grow no more

// Takes note of what the detect stage changed to hold its rate, and says so.
void note_changes(stages::LiveControls& controls, RunSummary& summary, Progress& progress) {
  for (auto change = controls.size_changes.try_pop(); change && summary.held;
       change = controls.size_changes.try_pop()) {
    progress.say(describe(*change, summary.held->wish));
    add(*summary.held, *change);
  }
}

// Looks at a running pipeline from the main thread: shows progress, listens for Ctrl-C, notes the memory taken.
struct Watch {
  const stages::Assembly* assembly;
  stages::LiveControls* controls;
  Interrupt* interrupt;
  Progress* progress;
  RunSummary* summary;

  void operator()() const {
    interrupt->poll();
    note_changes(*controls, *summary, *progress);
    const std::int64_t frames = assembly->summaries().back().out;
    progress->show(frames);
    if (frames >= kWarmFrames && summary->resident_at_frame_100 == 0) {
      summary->resident_at_frame_100 = resident_bytes();
    }
  }
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Result<void> drive(stages::Assembly& assembly, stages::LiveControls& controls, const RunOptions& options,
                   std::optional<std::int64_t> frame_count, Interrupt& interrupt, RunSummary& summary) {
  Progress progress("frames", frame_count, options.quiet);
  const auto mode = options.mode == "sequential" ? stages::Mode::sequential : stages::Mode::pipelined;
  const auto start = std::chrono::steady_clock::now();
  const Watch watch{.assembly = &assembly,
                    .controls = &controls,
                    .interrupt = &interrupt,
                    .progress = &progress,
                    .summary = &summary};
  auto outcome = assembly.run(mode, {.look = watch});
  summary.seconds = seconds_since(start);
  note_changes(controls, summary, progress);
  summary.stages = assembly.summaries();
  summary.latency = assembly.ages().latency.summary();
  summary.staleness = assembly.ages().staleness.summary();
  summary.resident_at_end = resident_bytes();
  summary.resident_peak = peak_resident_bytes();
  summary.interrupted = interrupt.stop().requested();
  return outcome;
}

Result<void> save_trace(const pipeline::Trace& trace, const std::filesystem::path& file) {
  if (trace.left_out() > 0) {
    fmt::print(stderr, "{}: {} spans found no room and are left out; --frames makes a shorter run\n", file.string(),
               trace.left_out());
  }
  return pipeline::write_trace(trace, file);
}

}  // namespace

Result<PipelineRun> run_pipeline(const RunOptions& options, Interrupt& interrupt) {
  auto setup = set_up_run(options, interrupt.stop());
  if (!setup) {
    return tl::unexpected<Error>(std::move(setup.error()));
  }
  const stages::SourceFacts facts = setup->source.facts();
  const models::Detector& detector = setup->detectors.front();
  PipelineRun run{.source = facts.description,
                  .size = detector.size(),
                  .crew = setup->crew,
                  .policy = setup->policy,
                  .summary = {}};
  auto outputs = RunOutputs::open(options, facts, detector.model().labels, interrupt.stop());
  if (!outputs) {
    return tl::unexpected<Error>(std::move(outputs.error()));
  }
  std::optional<pipeline::Trace> trace;
  if (!options.trace.empty()) {
    trace.emplace("brigade");
  }
  stages::LiveControls controls;
  if (const auto& hold = setup->hold) {
    run.summary.held = {.wish = hold->wish, .size = run.size, .threads = run.crew.threads, .changes = {}};
  }
  auto assembly =
      stages::Assembly::create(std::move(setup->source), std::move(setup->detectors), stages::Tracker(setup->tracker),
                               [&outputs](const stages::PresentedFrame& frame) { return outputs->write(frame); },
                               {.policy = run.policy,
                                .every = options.every,
                                .camera_motion = options.camera_motion == "auto",
                                .trace = trace ? &*trace : nullptr,
                                .stop = &interrupt.stop(),
                                .controls = setup->hold ? &controls : nullptr,
                                .hold = std::move(setup->hold)});
  if (!assembly) {
    return tl::unexpected<Error>(std::move(assembly.error()));
  }
  if (!options.quiet) {
    fmt::print("{}\n", run.source);
  }
  Result<void> outcome = drive(**assembly, controls, options, facts.frame_count, interrupt, run.summary);
  // While the assembly is there: the spans refer to names that it holds.
  const Result<void> traced = trace ? save_trace(*trace, options.trace) : Result<void>();
  const Result<void> completed = outputs->finish();
  outcome = outcome ? completed : outcome;
  outcome = outcome ? traced : outcome;
  run.summary.objects = outputs->objects();
  if (!outcome) {
    run.summary.error = outcome.error().message;
  }
  return run;
}

}  // namespace brigade::native
