#include "stages/assembly.hpp"

#include "pipeline/adaptors.hpp"
#include "stages/capture/capture_step.hpp"
#include "stages/detect/detect_step.hpp"
#include "stages/track/track_step.hpp"

#include <cstddef>
#include <utility>

namespace brigade::stages {
namespace {

// Frames that may wait before a stage: enough to smooth out a slow frame, few enough to stay small in memory.
constexpr std::size_t kFrameQueue = 4;
constexpr std::size_t kMessageQueue = 4;

// Besides those that wait: one being captured, one held for a full queue, one in detection, one in rendering.
constexpr std::size_t kSlots = 2 * kFrameQueue + 4;

}  // namespace

// Messages about detections never overwrite each other: what was detected has been paid for.
Assembly::Assembly(std::unique_ptr<pipeline::FramePool> pool, pipeline::Policy policy)
    : pool_(std::move(pool)),
      frames_to_detect_(policy, kFrameQueue),
      frames_to_render_(policy, kFrameQueue),
      detections_(pipeline::Policy::lossless, kMessageQueue),
      tracks_(pipeline::Policy::lossless, kMessageQueue) {}

Result<std::unique_ptr<Assembly>> Assembly::create(FrameSource source, models::Detector detector, Tracker tracker,
                                                   Present present, const AssemblyOptions& options) {
  auto pool = pipeline::FramePool::create(kSlots, source.facts().max_bytes);
  if (!pool) {
    return tl::unexpected<Error>(std::move(pool.error()));
  }
  std::unique_ptr<Assembly> assembly(new Assembly(*std::move(pool), options.policy));
  assembly->add_stages(std::move(source), std::move(detector), std::move(tracker), std::move(present), options);
  return assembly;
}

void Assembly::add_stages(FrameSource source, models::Detector detector, Tracker tracker, Present present,
                          const AssemblyOptions& options) {
  const pipeline::StageOptions shared{
      .clock = options.clock, .trace = options.trace, .stop = options.stop, .pool = nullptr};
  pipeline::StageOptions capturing = shared;
  capturing.pool = pool_.get();

  const pipeline::FrameId every = options.every;
  const auto detected = [every](const FrameMessage& frame) { return frame.frame_id % every == 0; };
  auto ways = pipeline::Outlet<FrameMessage>(frames_to_detect_, detected).also(frames_to_render_);
  stages_.push_back(
      pipeline::make_source("capture", std::move(ways), CaptureStep(std::move(source), *pool_), capturing));
  stages_.push_back(
      pipeline::make_transform("detect", frames_to_detect_, detections_, DetectStep(std::move(detector)), shared));
  stages_.push_back(pipeline::make_transform("track", detections_, tracks_, TrackStep(std::move(tracker)), shared));
  stages_.emplace_back(
      "render", pipeline::Ports().reads(frames_to_render_).reads(tracks_),
      RenderStep(frames_to_render_, tracks_, {.policy = options.policy, .every = every}, std::move(present), ages_),
      shared);
}

Result<void> Assembly::run(Mode mode, const pipeline::Observer& observer) {
  return mode == Mode::pipelined ? pipeline::run_threads(stages_, observer)
                                 : pipeline::run_sequential(stages_, observer);
}

}  // namespace brigade::stages
