#pragma once

#include "common/result.hpp"
#include "pipeline/bell.hpp"
#include "pipeline/channel.hpp"
#include "pipeline/frame_pool.hpp"
#include "pipeline/stage_recorder.hpp"
#include "pipeline/stop_request.hpp"
#include "pipeline/trace.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace brigade::pipeline {

enum class StepOutcome : std::uint8_t {
  progressed,  ///< did something; step again
  idle,        ///< nothing to do until the stage's bell rings
  finished,    ///< over: nothing to come, everything given on
};

/// The channels of a stage, which outlive it: `Ports().reads(frames).reads(tracks).writes(drawn)`.
struct Ports {
  std::vector<ChannelLink*> inputs;
  std::vector<ChannelLink*> outputs;

  template <typename Item>
  Ports&& reads(Channel<Item>& channel) && {
    inputs.push_back(&channel.link());
    return std::move(*this);
  }
  template <typename Item>
  Ports&& writes(Channel<Item>& channel) && {
    outputs.push_back(&channel.link());
    return std::move(*this);
  }
};

/// What stages share. What is pointed to outlives them.
struct StageOptions {
  Clock clock{};           // NOLINT(readability-redundant-member-init): lets designated initializers leave it out
  Trace* trace = nullptr;  ///< where to add a row for the stage, or null
  const StopRequest* stop = nullptr;  ///< what ends a source early, or null; other stages ignore it
  FramePool* pool = nullptr;          ///< whose returned slots wake this stage: the one that acquires from it
};

/// One station of a pipeline: a name and a step that never blocks. The step receives, works and sends through the
/// recorder, does at most one item's work, and says how it went; driving it (thread, event loop, one after another) is
/// somebody else's business, see drive.hpp. Most stages are made by the functions of adaptors.hpp; a stage of several
/// inputs is made here, from a step of its own.
///
/// A stage ends when its step finishes or fails, or when the reader of any of its outputs has left. It then closes its
/// outputs, so that what it has sent drains downstream, and cancels its inputs, so that upstream ends as well.
///
/// The stage owns a bell, given to all its channels and its pool: whatever changes there rings it. One bell a stage: it
/// can wait for any of its inputs and outputs at once, and no stage wakes for another's affairs.
class Stage {
 public:
  using Step = std::function<Result<StepOutcome>(StageRecorder&)>;

  /// Ties the bell to the ports; no other thread may use them yet.
  Stage(const std::string& name, Ports ports, Step step, const StageOptions& options = {});

  /// One step, from one thread at a time. After the end: finished.
  [[nodiscard]] Result<StepOutcome> step();

  /// Ends a stage that will not be stepped any more, as if its step had finished.
  void abandon();

  [[nodiscard]] const std::string& name() const { return state_->recorder.name(); }
  [[nodiscard]] Bell& bell() const { return *state_->bell; }
  [[nodiscard]] bool over() const { return state_->over; }

  /// When it ended, once it is over; before any neighbour could learn of it.
  [[nodiscard]] Instant ended_at() const { return state_->ended_at; }

  /// After an idle step: when to step again even if the bell is silent; none: not before it rings.
  [[nodiscard]] std::optional<Duration> retry_after() const { return state_->recorder.retry_after(); }

  /// Any thread, also while the stage runs.
  [[nodiscard]] StageSummary summary() const;

 private:
  struct State {
    State(const std::string& name, Ports its_ports, Step its_step, const StageOptions& options);

    Ports ports;
    Step step;
    StageRecorder recorder;
    std::shared_ptr<Bell> bell = std::make_shared<Bell>();
    bool begun = false;
    bool over = false;
    Instant ended_at;
  };

  [[nodiscard]] bool unread() const;

  std::unique_ptr<State> state_;  // at one address, for other threads that read its metrics
};

/// The metrics of all stages, in their order.
[[nodiscard]] std::vector<StageSummary> summaries(std::span<const Stage> stages);

}  // namespace brigade::pipeline
