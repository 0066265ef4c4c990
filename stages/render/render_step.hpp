#pragma once

#include "pipeline/histogram.hpp"
#include "pipeline/stage.hpp"
#include "stages/messages.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace brigade::stages {

/// A frame with the tracks of its time, for whoever draws, writes or counts it. Lent for the call.
struct PresentedFrame {
  vision::ImageView image;
  pipeline::FrameId frame_id = 0;                 ///< from 0
  std::chrono::nanoseconds media_time{};          ///< of the frame
  std::string_view name;                          ///< of a still; empty for video
  std::span<const vision::TrackedObject> tracks;  ///< at the frame's time, in the order of their ids
  pipeline::FrameId detected_id = 0;              ///< the frame that the detections belong to
  std::span<const vision::Detection> detections;  ///< of that frame; empty when it has been presented before
};

/// What the render stage does with every frame; an error ends the pipeline.
using Present = std::function<Result<void>(const PresentedFrame&)>;

/// How old things are when they are shown; written by the render stage, readable from any thread.
struct Ages {
  pipeline::Histogram latency;    ///< from a frame's capture to its presentation
  pipeline::Histogram staleness;  ///< from the capture of the frame that the tracks shown were detected in
};

/// Which tracks a frame is joined with.
struct Joining {
  pipeline::Policy policy = pipeline::Policy::lossless;
  pipeline::FrameId every = 1;  ///< lossless: detected are the frames whose id is a multiple of this
};

/// The step of the render stage: joins frames with tracks and presents them.
///
/// Lossless, a frame waits for the tracks of the newest detected frame that is not later than itself, so that every run
/// gives the same. Live, it takes the newest tracks there are. Either way they are predicted to the frame's own time.
class RenderStep {
 public:
  /// What is referred to outlives the step.
  RenderStep(pipeline::Channel<FrameMessage>& frames, pipeline::Channel<TracksMessage>& tracks, Joining joining,
             Present present, Ages& ages);

  [[nodiscard]] Result<pipeline::StepOutcome> operator()(pipeline::StageRecorder& recorder);

 private:
  [[nodiscard]] bool tracks_ready();
  [[nodiscard]] Result<void> present(const FrameMessage& frame, pipeline::Instant now);

  pipeline::Channel<FrameMessage>* frames_;
  pipeline::Channel<TracksMessage>* tracks_;
  Joining joining_;
  Present present_;
  Ages* ages_;
  pipeline::FrameId next_ = 0;  // lossless: the frame that comes next
  std::optional<TracksMessage> newest_;
  pipeline::FrameId detections_presented_ = pipeline::kNoFrame;
  std::vector<vision::TrackedObject> objects_;
};

}  // namespace brigade::stages
