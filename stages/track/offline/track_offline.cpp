#include "stages/track/offline/track_offline.hpp"

#include "stages/track/offline/collect_tracklets.hpp"
#include "stages/track/offline/smooth_tracklet.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace brigade::stages {
namespace {

using vision::TrackedObject;

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

bool is_object(const Tracklet& tracklet, const OfflineOptions& options) {
  double evidence = 0;
  for (const Observation& observation : tracklet.observations) {
    evidence += observation.score - options.evidence_score;
  }
  return tracklet.observations.size() >= options.fewest_observations && evidence >= options.least_evidence;
}

/// Puts an object into the frames between two of its observations.
void fill(std::vector<std::vector<TrackedObject>>& objects, std::span<const SequenceFrame> frames,
          const Observation& from, const Observation& to, const MotionState& from_state, const MotionState& to_state,
          TrackedObject object) {
  const double gap = to.seconds - from.seconds;
  object.score = std::min(from.score, to.score);
  for (std::size_t frame = from.frame + 1; frame < to.frame; ++frame) {
    object.box = box_between(from_state, to_state, gap, (seconds(frames[frame].time) - from.seconds) / gap);
    objects[frame].push_back(object);
  }
}

void place(std::vector<std::vector<TrackedObject>>& objects, std::span<const SequenceFrame> frames,
           const Tracklet& tracklet, std::int64_t id, const OfflineOptions& options) {
  const std::vector<MotionState> states = smooth_tracklet(tracklet, options.noise);
  const std::vector<Observation>& observations = tracklet.observations;
  for (std::size_t i = 0; i < observations.size(); ++i) {
    const TrackedObject object{
        .id = id, .box = box_of(states[i]), .score = observations[i].score, .category = tracklet.category};
    objects[observations[i].frame].push_back(object);
    if (i + 1 < observations.size() && observations[i + 1].seconds > observations[i].seconds &&
        observations[i + 1].seconds - observations[i].seconds <= options.longest_fill) {
      fill(objects, frames, observations[i], observations[i + 1], states[i], states[i + 1], object);
    }
  }
}

}  // namespace

OfflineOptions offline_options_for_score(float score) {
  OfflineOptions options;
  options.tracker = options_for_score(score);
  options.tracker.keep_lost = std::chrono::milliseconds(1400);  // longer gaps are left to the linking
  options.evidence_score = score;
  options.least_evidence = 4 * (1 - score);
  return options;
}

std::vector<std::vector<TrackedObject>> track_offline(std::span<const SequenceFrame> frames,
                                                      const OfflineOptions& options) {
  std::vector<std::vector<TrackedObject>> objects(frames.size());
  std::int64_t id = 0;
  for (const Tracklet& tracklet : link_tracklets(collect_tracklets(frames, options.tracker), options.link)) {
    if (is_object(tracklet, options)) {
      place(objects, frames, tracklet, ++id, options);
    }
  }
  return objects;
}

}  // namespace brigade::stages
