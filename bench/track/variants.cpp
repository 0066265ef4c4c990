// Our tracker with one idea left out or changed at a time. To judge another, add a line to the table.

#include "bench/track/contestants.hpp"
#include "stages/track/offline/track_offline.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace brigade::bench {
namespace {

using stages::TrackerOptions;
using stages::TrackingSignal;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

using Change = void (*)(TrackerOptions&);

struct Variant {
  const char* name;
  const char* about;
  Change change;
};

constexpr std::array kVariants{
    Variant{.name = "no weak stage",
            .about = "detections below the high score are not looked at",
            .change = [](TrackerOptions& options) { options.lowest_score = options.high_score; }},
    Variant{.name = "no buffer",
            .about = "boxes are not made larger before they are compared",
            .change = [](TrackerOptions& options) { options.buffer_rate = 0; }},
    Variant{.name = "no heading",
            .about = "turning back costs nothing",
            .change = [](TrackerOptions& options) { options.turn_cost = 0; }},
    Variant{.name = "filtered boxes",
            .about = "shown boxes are the filter's, not drawn to the detections",
            .change = [](TrackerOptions& options) { options.detected_share = 0; }},
    Variant{.name = "nothing found again",
            .about = "a track ends with the second frame without a detection",
            .change = [](TrackerOptions& options) { options.keep_lost = nanoseconds::zero(); }},
    Variant{.name = "found again for 5 s",
            .about = "instead of 2 s",
            .change = [](TrackerOptions& options) { options.keep_lost = milliseconds(5000); }},
    Variant{.name = "believed at once",
            .about = "every strong detection without a track is shown",
            .change = [](TrackerOptions& options) { options.confirm_after = nanoseconds::zero(); }},
    Variant{.name = "no coasting",
            .about = "a track without a detection is not shown",
            .change = [](TrackerOptions& options) { options.coast = nanoseconds::zero(); }},
    Variant{.name = "no velocity",
            .about = "boxes are expected where they were",
            .change =
                [](TrackerOptions& options) {
                  options.noise.initial_velocity = 0;
                  options.noise.acceleration = 0;
                }},
    Variant{.name = "steady filter",
            .about = "a filter that lags behind trusts detections no more than another",
            .change = [](TrackerOptions& options) { options.noise.lag = TrackingSignal::kMost; }},
    Variant{.name = "overlap of .3",
            .about = "as SORT asks for, instead of .12",
            .change = [](TrackerOptions& options) { options.strong_overlap = 0.3F; }},
};

struct OfflineVariant {
  const char* name;
  const char* about;
  void (*change)(stages::OfflineOptions&);
};

constexpr std::array kOfflineVariants{
    OfflineVariant{.name = "offline, no links",
                   .about = "what was lost for longer than the tracker remembers stays two",
                   .change = [](stages::OfflineOptions& options) { options.link.longest_gap = 0; }},
    OfflineVariant{.name = "offline, no filling",
                   .about = "frames without a detection stay empty",
                   .change = [](stages::OfflineOptions& options) { options.longest_fill = 0; }},
    OfflineVariant{.name = "offline, no smoothing",
                   .about = "boxes as detected",
                   .change = [](stages::OfflineOptions& options) { options.noise.measurement = 1e-3; }},
    OfflineVariant{.name = "offline, all objects",
                   .about = "short and doubtful ones are not left out",
                   .change =
                       [](stages::OfflineOptions& options) {
                         options.fewest_observations = 1;
                         options.least_evidence = 0;
                       }},
};

std::vector<std::vector<vision::TrackedObject>> track_offline(const Sequence& sequence,
                                                              const stages::OfflineOptions& options) {
  std::vector<stages::SequenceFrame> frames;
  frames.reserve(sequence.frames.size());
  for (const Frame& frame : sequence.frames) {
    frames.push_back({.number = frame.number, .time = frame.time, .detections = frame.detections});
  }
  return stages::track_offline(frames, options);
}

/// Ours, told how the camera moved: what compensating its motion could give at best. Where the motion is not known, in
/// recorded worlds, this is ours as it is.
Step start_with_known_camera(const TrackerOptions& options) {
  return [tracker = std::make_shared<stages::Tracker>(options)](const Frame& frame, auto& shown) {
    tracker->move_camera({.right = frame.camera.right, .down = frame.camera.down});
    tracker->update(frame.detections, frame.time);
    tracker->predict(frame.time, shown);
  };
}

}  // namespace

std::vector<Contestant> ours_and_variants() {
  const auto online = [](std::string name, std::string about, Role role, Start start) {
    return Contestant{.name = std::move(name), .about = std::move(about), .role = role, .start = std::move(start)};
  };
  std::vector<Contestant> all;
  all.push_back(online("ours", "the tracker as it is", Role::ours,
                       [](float score) { return start_ours(stages::options_for_score(score)); }));
  all.push_back({.name = "ours offline",
                 .about = "looking back over all of the sequence",
                 .role = Role::offline,
                 .look_back = [](const Sequence& sequence) {
                   return track_offline(sequence, stages::offline_options_for_score(sequence.score));
                 }});
  for (const Variant& variant : kVariants) {
    all.push_back(online(variant.name, variant.about, Role::variant, [change = variant.change](float score) {
      TrackerOptions options = stages::options_for_score(score);
      change(options);
      return start_ours(options);
    }));
  }
  for (const OfflineVariant& variant : kOfflineVariants) {
    all.push_back({.name = variant.name,
                   .about = variant.about,
                   .role = Role::variant,
                   .look_back = [change = variant.change](const Sequence& sequence) {
                     stages::OfflineOptions options = stages::offline_options_for_score(sequence.score);
                     change(options);
                     return track_offline(sequence, options);
                   }});
  }
  all.push_back(online("camera known", "told the camera's true motion, which only scenes have", Role::variant,
                       [](float score) { return start_with_known_camera(stages::options_for_score(score)); }));
  return all;
}

}  // namespace brigade::bench
