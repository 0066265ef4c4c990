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

// Besides those that wait: one being captured, one held for a full queue, one in detection, one in rendering. A mailbox
// holds one frame, and one more for as long as the writer replaces it. Frames that go on to the track stage wait for
// rendering too when that waits for their tracks; live it does not, and they are those that wait, one held for a full
// queue and one in tracking.
std::size_t slots_for(const AssemblyOptions& options) {
  if (options.policy == pipeline::Policy::lossless) {
    return 2 * kFrameQueue + 4;
  }
  return options.camera_motion ? 8 + kMessageQueue + 2 : 8;
}

pipeline::StageOptions stage_options(const AssemblyOptions& options, pipeline::FramePool* pool = nullptr) {
  return {.clock = options.clock, .trace = options.trace, .stop = options.stop, .pool = pool};
}

template <typename Item>
QueueSummary summary_of(std::string_view from, std::string_view to, const pipeline::Channel<Item>& channel) {
  return {.from = from,
          .to = to,
          .policy = channel.policy(),
          .depth = channel.depth(),
          .sent = channel.sent(),
          .received = channel.received(),
          .dropped = channel.dropped()};
}

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
  auto pool = pipeline::FramePool::create(slots_for(options), source.facts().max_bytes);
  if (!pool) {
    return tl::unexpected<Error>(std::move(pool.error()));
  }
  std::unique_ptr<Assembly> assembly(new Assembly(*std::move(pool), options.policy));
  pipeline::FramePool& frames = *assembly->pool_;
  auto capture = pipeline::make_source("capture", assembly->way_of_frames(options.every),
                                       CaptureStep(std::move(source), frames), stage_options(options, &frames));
  assembly->add_stages(std::move(capture), std::move(detector), std::move(tracker), std::move(present), options);
  return assembly;
}

Result<std::unique_ptr<Assembly>> Assembly::create_fed(std::size_t frame_bytes, models::Detector detector,
                                                       Tracker tracker, Present present,
                                                       const AssemblyOptions& options) {
  auto pool = pipeline::FramePool::create(slots_for(options), frame_bytes);
  if (!pool) {
    return tl::unexpected<Error>(std::move(pool.error()));
  }
  std::unique_ptr<Assembly> assembly(new Assembly(*std::move(pool), options.policy));
  FrameInbox& inbox = assembly->inbox_.emplace(*assembly->pool_);
  auto way = assembly->way_of_frames(options.every);
  auto ports = way.ports();
  pipeline::Stage capture("capture", std::move(ports), FedCaptureStep(inbox, std::move(way)),
                          stage_options(options, assembly->pool_.get()));
  assembly->add_stages(std::move(capture), std::move(detector), std::move(tracker), std::move(present), options);
  return assembly;
}

pipeline::Outlet<FrameMessage> Assembly::way_of_frames(pipeline::FrameId every) {
  const auto detected = [every](const FrameMessage& frame) { return frame.frame_id % every == 0; };
  return pipeline::Outlet<FrameMessage>(frames_to_detect_, detected).also(frames_to_render_);
}

void Assembly::add_stages(pipeline::Stage capture, models::Detector detector, Tracker tracker, Present present,
                          const AssemblyOptions& options) {
  const pipeline::StageOptions shared = stage_options(options);
  stages_.push_back(std::move(capture));
  stages_.push_back(pipeline::make_transform("detect", frames_to_detect_, detections_,
                                             DetectStep(std::move(detector), options.controls, options.camera_motion),
                                             shared));
  stages_.push_back(pipeline::make_transform(
      "track", detections_, tracks_, TrackStep(std::move(tracker), options.on_tracks, options.controls), shared));
  stages_.emplace_back("render", pipeline::Ports().reads(frames_to_render_).reads(tracks_),
                       RenderStep(frames_to_render_, tracks_, {.policy = options.policy, .every = options.every},
                                  std::move(present), ages_),
                       shared);
}

std::vector<QueueSummary> Assembly::queues() const {
  return {summary_of("capture", "detect", frames_to_detect_), summary_of("capture", "render", frames_to_render_),
          summary_of("detect", "track", detections_), summary_of("track", "render", tracks_)};
}

Result<void> Assembly::run(Mode mode, const pipeline::Observer& observer) {
  return mode == Mode::pipelined ? pipeline::run_threads(stages_, observer)
                                 : pipeline::run_sequential(stages_, observer);
}

}  // namespace brigade::stages
