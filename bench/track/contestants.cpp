#include "bench/track/contestants.hpp"

#include "bench/track/byte_track.hpp"
#include "bench/track/sort.hpp"

#include <memory>
#include <utility>

namespace brigade::bench {
namespace {

using stages::Tracker;
using stages::TrackerOptions;

/// A step of one of the trackers that count frames. Steps are copied about, trackers are not.
template <typename FrameTracker, typename Options>
std::function<Step()> start_baseline(const Options& options) {
  return [options]() -> Step {
    return [tracker = std::make_shared<FrameTracker>(options)](const Frame& frame, auto& shown) {
      tracker->update(frame.detections, shown);
    };
  };
}

}  // namespace

Step start_ours(const TrackerOptions& options) {
  return [tracker = std::make_shared<Tracker>(options)](const Frame& frame, auto& shown) {
    tracker->update(frame.detections, frame.time);
    tracker->predict(frame.time, shown);
  };
}

std::vector<Contestant> baselines() {
  return {
      {.name = "SORT",
       .about = "Bewley et al., 2016, on detections from .3 on",
       .role = Role::baseline,
       .start = start_baseline<Sort>(SortOptions{.lowest_score = 0.3F})},
      {.name = "SORT .5",
       .about = "the same on detections from .5 on",
       .role = Role::baseline,
       .start = start_baseline<Sort>(SortOptions{.lowest_score = 0.5F})},
      {.name = "ByteTrack",
       .about = "Zhang et al., 2022, strong from .6 on, new from .7 on",
       .role = Role::baseline,
       .start = start_baseline<ByteTrack>(ByteTrackOptions{})},
      {.name = "ByteTrack .5",
       .about = "the same, strong from .5 on, new from .6 on",
       .role = Role::baseline,
       .start = start_baseline<ByteTrack>(ByteTrackOptions{.high_score = 0.5F, .birth_score = 0.6F})},
      {.name = "ByteTrack .4",
       .about = "the same, strong from .4 on, new from .5 on, as ours",
       .role = Role::baseline,
       .start = start_baseline<ByteTrack>(ByteTrackOptions{.high_score = 0.4F, .birth_score = 0.5F})},
  };
}

std::vector<Contestant> all_contestants() {
  std::vector<Contestant> all = ours_and_variants();
  std::vector<Contestant> others = baselines();
  all.insert(all.begin() + 1, std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
  return all;
}

Result<std::vector<stages::MotRow>> follow(const Contestant& contestant, const Sequence& sequence) {
  const Step step = contestant.start();
  std::vector<vision::TrackedObject> shown;
  std::string text;
  for (const Frame& frame : sequence.frames) {
    step(frame, shown);
    stages::append_mot_rows(text, frame.number, shown);
  }
  return stages::parse_mot_rows(text, contestant.name + "'s tracks of " + sequence.name);
}

}  // namespace brigade::bench
