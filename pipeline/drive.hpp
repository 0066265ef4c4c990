#pragma once

#include "common/result.hpp"
#include "pipeline/clock.hpp"
#include "pipeline/stage.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <span>

namespace brigade::pipeline {

/// Somebody who looks at the metrics while a pipeline runs, for instance to show a line of progress.
struct Observer {
  /// Called on the thread that drives the pipeline (with run_threads: that waits for it).
  std::function<void()> look{};  // NOLINT(readability-redundant-member-init): as in StageOptions
  Duration interval = std::chrono::milliseconds(200);
};

/// Steps one stage on the calling thread until it ends, asleep at its bell whenever it is idle.
[[nodiscard]] Result<void> run_blocking(Stage& stage);

/// Runs every stage on a thread of its own until all have ended; returns the error that came first in time, if any.
[[nodiscard]] Result<void> run_threads(std::span<Stage> stages, const Observer& observer = {});

/// Runs all stages on the calling thread, a step of each in turn, until all have ended; returns the first error, if
/// any. Stages are given in the order that items travel. No other thread may take part in these channels. Fails when
/// every stage waits for another: a queue or the frame pool is too small for this pipeline.
[[nodiscard]] Result<void> run_sequential(std::span<Stage> stages, const Observer& observer = {});

/// For event loops: steps the stage until it is idle or over, never waiting, at most `most` times.
[[nodiscard]] Result<StepOutcome> step_until_idle(Stage& stage,
                                                  std::size_t most = std::numeric_limits<std::size_t>::max());

/// For event loops without threads: steps the stages in turn until all are idle or over, never waiting. Returns the
/// first error, after the others have had their turns.
[[nodiscard]] Result<void> step_all_until_idle(std::span<Stage> stages);

}  // namespace brigade::pipeline
