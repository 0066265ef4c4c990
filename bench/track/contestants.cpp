#include "bench/track/contestants.hpp"

#include "bench/track/byte_track.hpp"
#include "bench/track/sort.hpp"

#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
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

Contestant baseline(std::string name, std::string about, std::function<Step()> start) {
  return {.name = std::move(name), .about = std::move(about), .role = Role::baseline, .start = std::move(start)};
}

Contestant sort(std::string name, std::string about, float lowest_score) {
  return baseline(std::move(name), std::move(about), start_baseline<Sort>(SortOptions{.lowest_score = lowest_score}));
}

Contestant byte_track(std::string name, std::string about, float high_score, float birth_score) {
  return baseline(std::move(name), std::move(about),
                  start_baseline<ByteTrack>(ByteTrackOptions{.high_score = high_score, .birth_score = birth_score}));
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
      sort("SORT", "Bewley et al., 2016, on detections from .4 on", 0.4F),
      sort("SORT .3", "on detections from .3 on", 0.3F),
      sort("SORT .5", "on detections from .5 on", 0.5F),
      byte_track("ByteTrack", "Zhang et al., 2022, strong from .6 on, new from .7 on", 0.6F, 0.7F),
      byte_track("ByteTrack .5", "strong from .5 on, new from .6 on", 0.5F, 0.6F),
      byte_track("ByteTrack .4", "strong from .4 on, new from .5 on, as ours", 0.4F, 0.5F),
  };
}

std::vector<Contestant> all_contestants() {
  std::vector<Contestant> all = ours_and_variants();
  std::vector<Contestant> others = baselines();
  all.insert(all.begin() + 2, std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
  return all;
}

Result<std::vector<stages::MotRow>> follow(const Contestant& contestant, const Sequence& sequence) {
  std::string text;
  if (contestant.look_back) {
    const auto shown = contestant.look_back(sequence);
    for (std::size_t i = 0; i < sequence.frames.size(); ++i) {
      stages::append_mot_rows(text, sequence.frames[i].number, shown[i]);
    }
  } else {
    const Step step = contestant.start();
    std::vector<vision::TrackedObject> shown;
    for (const Frame& frame : sequence.frames) {
      step(frame, shown);
      stages::append_mot_rows(text, frame.number, shown);
    }
  }
  return stages::parse_mot_rows(text, contestant.name + "'s tracks of " + sequence.name);
}

}  // namespace brigade::bench
