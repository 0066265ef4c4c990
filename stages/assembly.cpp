#include "stages/assembly.hpp"

#include "pipeline/adaptors.hpp"
#include "stages/capture/capture_step.hpp"
#include "stages/track/track_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace brigade::stages {
namespace {

// What may wait before a stage: enough to smooth out a slow frame, few enough to stay small in memory.
constexpr std::size_t kQueue = 4;
// With few detected frames, no more than this wait for rendering, whatever it does to the detectors' pace.
constexpr std::size_t kMostWaiting = 32;

// Lossless, frames wait for rendering until their tracks have come, so all that are on their way wait there: for each
// detector one in work and one that waits for it, and two more; or, with frames between that are not detected, enough
// that no detector runs out of work.
std::size_t frames_before_render(std::size_t every, std::size_t detectors) {
  const std::size_t least = 2 * detectors + 2;
  return std::max(least, std::min(every * (detectors + 1), kMostWaiting));
}

// Lossless, besides those that wait for rendering: one that capture fills or holds for a full queue, one in rendering,
// and one that each detector and the track stage are about to let go. Live: one in capture, detection and rendering
// each; a mailbox holds one frame, and one more for as long as the writer replaces it. Frames that go on to the track
// stage come on top: those that wait, one held for a full queue and one in tracking.
std::size_t slots_for(const AssemblyOptions& options, std::size_t detectors) {
  if (options.policy == pipeline::Policy::lossless) {
    return frames_before_render(static_cast<std::size_t>(options.every), detectors) + 3 + detectors;
  }
  return options.camera_motion ? 8 + kQueue + 2 : 8;
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

Result<void> check(const std::vector<models::Detector>& detectors, const AssemblyOptions& options) {
  if (detectors.empty()) {
    return failure("no detector is there to look at the frames: give at least one");
  }
  const bool changes = options.controls != nullptr || options.hold;
  if (detectors.size() > 1 && (options.policy == pipeline::Policy::live || changes)) {
    return failure("{} detectors side by side look at every frame alike: one alone can be live or be controlled",
                   detectors.size());
  }
  return {};
}

std::vector<models::Detector> alone(models::Detector detector) {
  std::vector<models::Detector> detectors;
  detectors.push_back(std::move(detector));
  return detectors;
}

}  // namespace

// Messages about detections never overwrite each other: what was detected has been paid for.
Assembly::Assembly(std::unique_ptr<pipeline::FramePool> pool, const AssemblyOptions& options, std::size_t detectors)
    : pool_(std::move(pool)),
      detectors_(detectors, options.policy, kQueue),
      frames_to_render_(options.policy, frames_before_render(static_cast<std::size_t>(options.every), detectors)),
      tracks_(pipeline::Policy::lossless, kQueue) {}

Result<std::unique_ptr<Assembly>> Assembly::create(FrameSource source, std::vector<models::Detector> detectors,
                                                   Tracker tracker, Present present, const AssemblyOptions& options) {
  if (const auto possible = check(detectors, options); !possible) {
    return tl::unexpected<Error>(possible.error());
  }
  auto pool = pipeline::FramePool::create(slots_for(options, detectors.size()), source.facts().max_bytes);
  if (!pool) {
    return tl::unexpected<Error>(std::move(pool.error()));
  }
  std::unique_ptr<Assembly> assembly(new Assembly(*std::move(pool), options, detectors.size()));
  pipeline::FramePool& frames = *assembly->pool_;
  auto capture = pipeline::make_source("capture", assembly->way_of_frames(options.every),
                                       CaptureStep(std::move(source), frames), stage_options(options, &frames));
  assembly->add_stages(std::move(capture), std::move(detectors), std::move(tracker), std::move(present), options);
  return assembly;
}

Result<std::unique_ptr<Assembly>> Assembly::create_fed(std::size_t frame_bytes, models::Detector detector,
                                                       Tracker tracker, Present present,
                                                       const AssemblyOptions& options) {
  auto pool = pipeline::FramePool::create(slots_for(options, 1), frame_bytes);
  if (!pool) {
    return tl::unexpected<Error>(std::move(pool.error()));
  }
  std::unique_ptr<Assembly> assembly(new Assembly(*std::move(pool), options, 1));
  FrameInbox& inbox = assembly->inbox_.emplace(*assembly->pool_);
  auto way = assembly->way_of_frames(options.every);
  auto ports = way.ports();
  pipeline::Stage capture("capture", std::move(ports), FedCaptureStep(inbox, std::move(way)),
                          stage_options(options, assembly->pool_.get()));
  assembly->add_stages(std::move(capture), alone(std::move(detector)), std::move(tracker), std::move(present), options);
  return assembly;
}

pipeline::Outlet<FrameMessage> Assembly::way_of_frames(pipeline::FrameId every) {
  const auto number = [every](const FrameMessage& frame) {
    return frame.frame_id % every == 0 ? frame.frame_id / every : pipeline::kNoFrame;
  };
  return detectors_.deal(number).also(frames_to_render_);
}

void Assembly::add_stages(pipeline::Stage capture, std::vector<models::Detector> detectors, Tracker tracker,
                          Present present, const AssemblyOptions& options) {
  const pipeline::StageOptions shared = stage_options(options);
  stages_.reserve(detectors_.size() + 3);
  stages_.push_back(std::move(capture));
  for (std::size_t i = 0; i < detectors_.size(); ++i) {
    const std::string name = detectors_.size() == 1 ? "detect" : fmt::format("detect {}", i + 1);
    DetectStep step(std::move(detectors[i]),
                    {.controls = options.controls, .gives_pixels = options.camera_motion, .hold = options.hold});
    stages_.push_back(
        pipeline::make_transform(name, detectors_[i].before, detectors_[i].after, std::move(step), shared));
  }
  stages_.push_back(pipeline::make_transform("track", detectors_.collect(), pipeline::Outlet<TracksMessage>(tracks_),
                                             TrackStep(std::move(tracker), options.on_tracks, options.controls),
                                             shared));
  stages_.emplace_back("render", pipeline::Ports().reads(frames_to_render_).reads(tracks_),
                       RenderStep(frames_to_render_, tracks_, {.policy = options.policy, .every = options.every},
                                  std::move(present), ages_),
                       shared);
}

std::vector<QueueSummary> Assembly::queues() const {
  std::vector<QueueSummary> queues;
  queues.reserve(2 * detectors_.size() + 2);
  for (std::size_t i = 0; i < detectors_.size(); ++i) {
    queues.push_back(summary_of("capture", stages_[1 + i].name(), detectors_[i].before));
  }
  queues.push_back(summary_of("capture", "render", frames_to_render_));
  for (std::size_t i = 0; i < detectors_.size(); ++i) {
    queues.push_back(summary_of(stages_[1 + i].name(), "track", detectors_[i].after));
  }
  queues.push_back(summary_of("track", "render", tracks_));
  return queues;
}

Result<void> Assembly::run(Mode mode, const pipeline::Observer& observer) {
  return mode == Mode::pipelined ? pipeline::run_threads(stages_, observer)
                                 : pipeline::run_sequential(stages_, observer);
}

}  // namespace brigade::stages
