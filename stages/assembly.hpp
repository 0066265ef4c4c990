#pragma once

#include "models/detector.hpp"
#include "pipeline/drive.hpp"
#include "pipeline/metrics.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/trace.hpp"
#include "stages/capture/frame_source.hpp"
#include "stages/messages.hpp"
#include "stages/render/render_step.hpp"
#include "stages/track/tracker.hpp"

#include <memory>
#include <vector>

namespace brigade::stages {

/// How the four stages are put together. What is pointed to outlives the assembly.
struct AssemblyOptions {
  pipeline::Policy policy = pipeline::Policy::lossless;
  int every = 1;  ///< detect in every so manieth frame; >= 1
  pipeline::Clock clock{};
  pipeline::Trace* trace = nullptr;             ///< where every stage gets a row, or null
  const pipeline::StopRequest* stop = nullptr;  ///< ends the source early, or null
};

/// Whether the stages run at the same time or take turns.
enum class Mode : std::uint8_t { pipelined, sequential };

/// The brigade: capture, detect, track and render, the queues between them and the frames they share.
///
///     capture --frames--> detect --detections--> track --tracks--> render
///        \____________________________frames_______________________/
///
/// Runs once. Its metrics may be read from another thread while it does.
class Assembly {
 public:
  /// Fails when the memory for the frames is not to be had.
  [[nodiscard]] static Result<std::unique_ptr<Assembly>> create(FrameSource source, models::Detector detector,
                                                                Tracker tracker, Present present,
                                                                const AssemblyOptions& options);

  /// Runs to the end of the source, or to the first error, which is returned after everything captured before it has
  /// been presented.
  [[nodiscard]] Result<void> run(Mode mode, const pipeline::Observer& observer = {});

  [[nodiscard]] std::vector<pipeline::StageSummary> summaries() const { return pipeline::summaries(stages_); }
  [[nodiscard]] const Ages& ages() const { return ages_; }

 private:
  Assembly(std::unique_ptr<pipeline::FramePool> pool, pipeline::Policy policy);
  void add_stages(FrameSource source, models::Detector detector, Tracker tracker, Present present,
                  const AssemblyOptions& options);

  // In this order: a slot returns to the pool, and a stage lets go of its channels, before those go.
  std::unique_ptr<pipeline::FramePool> pool_;
  pipeline::Channel<FrameMessage> frames_to_detect_;
  pipeline::Channel<FrameMessage> frames_to_render_;
  pipeline::Channel<DetectionsMessage> detections_;
  pipeline::Channel<TracksMessage> tracks_;
  Ages ages_;
  std::vector<pipeline::Stage> stages_;
};

}  // namespace brigade::stages
