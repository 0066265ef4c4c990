#pragma once

#include "pipeline/adaptors.hpp"
#include "stages/capture/frame_source.hpp"
#include "stages/messages.hpp"

#include <memory>

namespace brigade::stages {

/// The step of the capture stage: reads the source's next frame into a free slot of the pool. Lossless and live alike
/// it waits where no slot is free; in a live pipeline the mailboxes let go of old frames, so that there always is one.
class CaptureStep {
 public:
  /// The pool's slots hold at least `source.facts().max_bytes` and outlive the step.
  CaptureStep(FrameSource source, pipeline::FramePool& pool) : source_(std::move(source)), pool_(&pool) {}

  [[nodiscard]] Result<pipeline::Produced<FrameMessage>> operator()(pipeline::StageRecorder& recorder);

 private:
  [[nodiscard]] Result<ReadOutcome> read(std::span<std::uint8_t> target, pipeline::StageRecorder& recorder);

  FrameSource source_;
  pipeline::FramePool* pool_;
  pipeline::FrameId next_ = 0;
  FrameInfo info_;
};

}  // namespace brigade::stages
