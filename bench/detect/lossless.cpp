#include "bench/detect/lossless.hpp"

#include "models/detector.hpp"
#include "pipeline/stop_request.hpp"
#include "stages/assembly.hpp"
#include "stages/capture/open_source.hpp"
#include "stages/track/tracker.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace brigade::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// Frames that come out of a pipeline while it fills, its buffers grow and capture reads ahead; a multiple of the
/// detectors, for each to have begun.
constexpr std::size_t kUnseenFrames = 4;

constexpr std::size_t kFramesOfRun = 2;

/// A pipeline that has not run yet, and what it does in two frames.
struct Prepared {
  std::unique_ptr<stages::Assembly> assembly;
  std::int64_t multiply_accumulates = 0;
};

/// Looped, for measurements that take longer than the sample.
Result<stages::FrameSource> open_sample() {
  stages::SourceOptions options;
  options.loop = 0;
  return stages::open_source("sample", options);
}

/// As `brigade run` puts it together, which looks for the camera's motion too.
Result<Prepared> assemble(int count, stages::Present present, const pipeline::StopRequest* stop) {
  auto source = open_sample();
  if (!source) {
    return tl::unexpected<Error>(std::move(source.error()));
  }
  models::DetectorOptions options{.model = "centernet", .threads = 1};
  const stages::TrackerOptions tracker = stages::options_for_score(options.score);
  options.score = stages::detector_score(options.score, tracker);
  auto detectors = models::Detector::create_side_by_side(options, count);
  if (!detectors) {
    return tl::unexpected<Error>(std::move(detectors.error()));
  }
  const std::int64_t multiply_accumulates = detectors->front().network().multiply_accumulates();
  return stages::Assembly::create(*std::move(source), *std::move(detectors), stages::Tracker(tracker),
                                  std::move(present),
                                  {.policy = pipeline::Policy::lossless, .camera_motion = true, .stop = stop})
      .map([&](std::unique_ptr<stages::Assembly> assembly) {
        return Prepared{.assembly = std::move(assembly),
                        .multiply_accumulates = static_cast<std::int64_t>(kFramesOfRun) * multiply_accumulates};
      });
}

/// Whether what came out of the pipeline makes kLeastRuns runs and covers that time.
bool enough(std::span<const Clock::time_point> presented, std::chrono::milliseconds duration) {
  return presented.size() > kUnseenFrames + kLeastRuns * kFramesOfRun &&
         presented.back() - presented[kUnseenFrames] >= duration;
}

/// Runs of frames that came out at these times. Each ends where the next begins.
void add_runs(std::span<const Clock::time_point> presented, Measurement& measured) {
  const auto date = std::chrono::system_clock::now();
  const auto now = Clock::now();
  for (std::size_t first = kUnseenFrames; first + kFramesOfRun < presented.size(); first += kFramesOfRun) {
    const auto ago = std::chrono::duration_cast<std::chrono::system_clock::duration>(now - presented[first]);
    const auto length = presented[first + kFramesOfRun] - presented[first];
    measured.starts.push_back(date - ago);
    measured.network_ms.push_back(std::chrono::duration<double, std::milli>(length).count());
  }
}

std::string describe(int detectors) {
  return detectors == 1 ? "ours, lossless, 1 detector"
                        : fmt::format("ours, lossless, {} detectors side by side", detectors);
}

Result<Measurement> measure(int detectors, std::chrono::milliseconds duration) {
  pipeline::StopRequest stop;
  // On the render stage's thread, which has ended when it is read. What comes after the wish to stop is not noted:
  // detectors run out of work then.
  std::vector<Clock::time_point> presented;
  const auto note = [&](const stages::PresentedFrame&) -> Result<void> {
    if (!stop.requested()) {
      presented.push_back(Clock::now());
      if (enough(presented, duration)) {
        stop.request();
      }
    }
    return {};
  };
  auto prepared = assemble(detectors, note, &stop);
  if (!prepared) {
    return tl::unexpected<Error>(std::move(prepared.error()));
  }
  return prepared->assembly->run(stages::Mode::pipelined).map([&] {
    Measurement measured;
    measured.who = describe(detectors);
    measured.network = "centernet 512, 2 frames";
    measured.precision = "f32";
    measured.threads = detectors;
    measured.multiply_accumulates = prepared->multiply_accumulates;
    add_runs(presented, measured);
    return measured;
  });
}

}  // namespace

Result<Measure> prepare_lossless(int detectors) {
  const auto possible = assemble(detectors, [](const auto&) { return Result<void>(); }, nullptr);
  return possible.map([detectors](const Prepared&) -> Measure {
    return [detectors](std::chrono::milliseconds duration) { return measure(detectors, duration); };
  });
}

}  // namespace brigade::bench
