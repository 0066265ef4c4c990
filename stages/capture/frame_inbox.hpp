#pragma once

#include "pipeline/frame_pool.hpp"
#include "pipeline/outlet.hpp"
#include "pipeline/stage_recorder.hpp"
#include "stages/messages.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

namespace brigade::stages {

/// Where frames come in that nobody reads but that arrive by themselves, in an event loop: a browser's camera. Whoever
/// is told of a frame reserves a slot, has the pixels copied into it, perhaps while other things happen, and commits;
/// the capture stage's next step sends it. All on the thread that steps the stage.
class FrameInbox {
 public:
  /// The pool outlives the inbox.
  explicit FrameInbox(pipeline::FramePool& pool) : pool_(&pool) {}

  /// Memory for the frame that has come at `now`. Empty when it has to be given up, which is counted: no slot is free,
  /// or the frame before is still on its way.
  [[nodiscard]] std::span<std::uint8_t> reserve(pipeline::Instant now);

  /// The reserved memory holds a packed frame. `now`: the end of the work on it. Ignored when nothing is reserved.
  void commit(const vision::ImageLayout& layout, std::chrono::nanoseconds media_time, pipeline::Instant now);

  /// The reserved memory will not be filled.
  void release() { reserved_.reset(); }

  /// A frame has been given up before a slot was reserved for it, because a newer one had come.
  void count_replaced() { ++drops_.at(static_cast<std::size_t>(pipeline::DropCause::replaced)); }

  /// No frame will follow. What has been committed is still sent.
  void close() { closed_ = true; }

  /// Whether `reserve` would give memory: what a lossless feed waits for. Looks different after every step.
  [[nodiscard]] bool has_room() const;

 private:
  friend class FedCaptureStep;

  struct Arrival {
    FrameMessage message;
    pipeline::Instant end;
  };

  pipeline::FramePool* pool_;
  std::optional<FrameMessage> reserved_;
  std::optional<Arrival> arrived_;
  bool sending_ = false;  ///< the stage holds a frame for which a queue has no room
  bool closed_ = false;
  pipeline::FrameId next_ = 0;
  std::array<std::int64_t, pipeline::kDropCauses> drops_{};  ///< not yet in the stage's metrics
};

/// The step of the capture stage over an inbox.
class FedCaptureStep {
 public:
  /// The inbox outlives the step.
  FedCaptureStep(FrameInbox& inbox, pipeline::Outlet<FrameMessage> outlet)
      : inbox_(&inbox), outlet_(std::move(outlet)) {}

  [[nodiscard]] Result<pipeline::StepOutcome> operator()(pipeline::StageRecorder& recorder);

 private:
  void count_drops(pipeline::StageRecorder& recorder);
  [[nodiscard]] pipeline::StepOutcome flush(pipeline::StageRecorder& recorder);

  FrameInbox* inbox_;
  pipeline::Outlet<FrameMessage> outlet_;
};

}  // namespace brigade::stages
