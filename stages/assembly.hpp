#pragma once

#include "models/detector.hpp"
#include "pipeline/drive.hpp"
#include "pipeline/lanes.hpp"
#include "pipeline/metrics.hpp"
#include "pipeline/outlet.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/trace.hpp"
#include "stages/capture/frame_inbox.hpp"
#include "stages/capture/frame_source.hpp"
#include "stages/detect/detect_step.hpp"
#include "stages/live_controls.hpp"
#include "stages/messages.hpp"
#include "stages/render/render_step.hpp"
#include "stages/track/tracker.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace brigade::stages {

/// How the four stages are put together. What is pointed to outlives the assembly.
struct AssemblyOptions {
  pipeline::Policy policy = pipeline::Policy::lossless;
  int every = 1;  ///< detect in every so manieth frame; >= 1
  /// The track stage looks at detected frames too, and lets tracks follow where the camera turns. A camera that stands
  /// still costs the looking and changes no track.
  bool camera_motion = false;
  pipeline::Clock clock{};
  pipeline::Trace* trace = nullptr;             ///< where every stage gets a row, or null
  const pipeline::StopRequest* stop = nullptr;  ///< ends the source early, or null
  LiveControls* controls = nullptr;             ///< what may be changed while the stages run, or null: nothing
  /// A rate of detections to hold, by one detector; or none.
  std::optional<RateHolding> hold{};  // NOLINT(readability-redundant-member-init): as in StageOptions
  /// Called by the track stage, on its thread, with the tracks of every detected frame; or empty.
  std::function<void(const TracksMessage&)>
      on_tracks{};  // NOLINT(readability-redundant-member-init): as in StageOptions
};

/// Whether the stages run at the same time or take turns.
enum class Mode : std::uint8_t { pipelined, sequential };

/// A queue of the assembly at one moment.
struct QueueSummary {
  std::string_view from;  ///< the stage that writes
  std::string_view to;    ///< the stage that reads
  pipeline::Policy policy = pipeline::Policy::lossless;
  std::size_t depth = 0;  ///< items waiting
  std::int64_t sent = 0;
  std::int64_t received = 0;
  std::int64_t dropped = 0;
};

/// The brigade: capture, detect, track and render, the queues between them and the frames they share.
///
///     capture --frames--> detect --detections--> track --tracks--> render
///        \____________________________frames_______________________/
///
/// With several detectors there are as many detect stages, each with queues of its own. Capture deals frames to them in
/// turn and track collects in the same turn, so that all comes out in order, the same as from one:
///
///              +--frames--> detect 1 --detections--+
///     capture -+                                   +--> track ...
///              +--frames--> detect 2 --detections--+
///
/// Runs once. Its metrics may be read from another thread while it does.
class Assembly {
 public:
  /// `detectors`: equal ones, at least one. Several want every frame, so lossless, and nobody who changes their
  /// settings, so neither controls nor a rate to hold. Fails when that is not so, or when the memory for the frames is
  /// not to be had.
  [[nodiscard]] static Result<std::unique_ptr<Assembly>> create(FrameSource source,
                                                                std::vector<models::Detector> detectors,
                                                                Tracker tracker, Present present,
                                                                const AssemblyOptions& options);

  /// The same for frames that come by themselves, of at most `frame_bytes` each: they are put into `inbox()`, and
  /// whoever does that drives the stages too (see drive.hpp).
  [[nodiscard]] static Result<std::unique_ptr<Assembly>> create_fed(std::size_t frame_bytes, models::Detector detector,
                                                                    Tracker tracker, Present present,
                                                                    const AssemblyOptions& options);

  /// Runs to the end of the source, or to the first error, which is returned after everything captured before it has
  /// been presented.
  [[nodiscard]] Result<void> run(Mode mode, const pipeline::Observer& observer = {});

  [[nodiscard]] std::vector<pipeline::StageSummary> summaries() const { return pipeline::summaries(stages_); }
  [[nodiscard]] const Ages& ages() const { return ages_; }
  [[nodiscard]] std::vector<QueueSummary> queues() const;

  /// Of an assembly made by create_fed: where frames come in, and the stages in the order that frames travel.
  [[nodiscard]] FrameInbox& inbox() { return *inbox_; }  // NOLINT(bugprone-unchecked-optional-access): as said
  [[nodiscard]] std::span<pipeline::Stage> stages() { return stages_; }

 private:
  Assembly(std::unique_ptr<pipeline::FramePool> pool, const AssemblyOptions& options, std::size_t detectors);
  [[nodiscard]] pipeline::Outlet<FrameMessage> way_of_frames(pipeline::FrameId every);
  void add_stages(pipeline::Stage capture, std::vector<models::Detector> detectors, Tracker tracker, Present present,
                  const AssemblyOptions& options);

  // In this order: a slot returns to the pool, and a stage lets go of its channels, before those go.
  std::unique_ptr<pipeline::FramePool> pool_;
  std::optional<FrameInbox> inbox_;
  pipeline::Lanes<FrameMessage, DetectionsMessage> detectors_;
  pipeline::Channel<FrameMessage> frames_to_render_;
  pipeline::Channel<TracksMessage> tracks_;
  Ages ages_;
  std::vector<pipeline::Stage> stages_;
};

}  // namespace brigade::stages
