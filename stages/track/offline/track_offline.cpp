#include "stages/track/offline/track_offline.hpp"

#include "common/seconds.hpp"
#include "stages/track/offline/collect_tracklets.hpp"
#include "stages/track/offline/picture_shift.hpp"
#include "stages/track/offline/smooth_tracklet.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace brigade::stages {
namespace {

using vision::TrackedObject;

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
           const Tracklet& tracklet, const std::vector<MotionState>& states, std::int64_t id, double longest_fill) {
  const std::vector<Observation>& observations = tracklet.observations;
  for (std::size_t i = 0; i < observations.size(); ++i) {
    const TrackedObject object{
        .id = id, .box = box_of(states[i]), .score = observations[i].score, .category = tracklet.category};
    objects[observations[i].frame].push_back(object);
    if (i + 1 < observations.size() && observations[i + 1].seconds > observations[i].seconds &&
        observations[i + 1].seconds - observations[i].seconds <= longest_fill) {
      fill(objects, frames, observations[i], observations[i + 1], states[i], states[i + 1], object);
    }
  }
}

std::vector<std::vector<MotionState>> smooth_all(std::span<const Tracklet> tracklets, const BoxMotionNoise& noise) {
  std::vector<std::vector<MotionState>> states;
  states.reserve(tracklets.size());
  for (const Tracklet& tracklet : tracklets) {
    states.push_back(smooth_tracklet(tracklet, noise));
  }
  return states;
}

void hold_still(std::span<Tracklet> tracklets, std::span<const PictureShift> shifts) {
  for (Tracklet& tracklet : tracklets) {
    for (Observation& observation : tracklet.observations) {
      observation.box.x -= static_cast<float>(shifts[observation.frame].right);
      observation.box.y -= static_cast<float>(shifts[observation.frame].down);
    }
  }
}

void shake_again(std::span<std::vector<TrackedObject>> objects, std::span<const PictureShift> shifts) {
  for (std::size_t frame = 0; frame < objects.size(); ++frame) {
    for (TrackedObject& object : objects[frame]) {
      object.box.x += static_cast<float>(shifts[frame].right);
      object.box.y += static_cast<float>(shifts[frame].down);
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
  std::vector<Tracklet> tracklets = link_tracklets(collect_tracklets(frames, options.tracker), options.link);
  std::erase_if(tracklets, [&](const Tracklet& tracklet) { return !is_object(tracklet, options); });
  const auto shifts = picture_shifts(tracklets, smooth_all(tracklets, options.noise), frames.size());
  hold_still(tracklets, shifts);
  const auto states = smooth_all(tracklets, options.noise);
  std::vector<std::vector<TrackedObject>> objects(frames.size());
  for (std::size_t i = 0; i < tracklets.size(); ++i) {
    place(objects, frames, tracklets[i], states[i], static_cast<std::int64_t>(i) + 1, options.longest_fill);
  }
  shake_again(objects, shifts);
  return objects;
}

}  // namespace brigade::stages
