// Our tracker with one idea left out or changed at a time. To judge another, add a line to the table.

#include "bench/track/contestants.hpp"

#include <array>
#include <chrono>

namespace brigade::bench {
namespace {

using stages::TrackerOptions;
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
    Variant{.name = "nothing found again",
            .about = "a track ends with the second frame without a detection",
            .change = [](TrackerOptions& options) { options.keep_lost = nanoseconds::zero(); }},
    Variant{.name = "found again for 5 s",
            .about = "instead of 1.5 s",
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
    Variant{.name = "overlap of .3",
            .about = "as SORT asks for, instead of .15",
            .change = [](TrackerOptions& options) { options.strong_overlap = 0.3F; }},
};

/// Ours, which sees the world as if the camera stood still: what compensating its motion could give at best. Where the
/// motion is not known, in recorded worlds, this is ours as it is.
Step start_with_a_still_camera(const TrackerOptions& options) {
  return [ours = start_ours(options), camera = CameraShift{}](const Frame& frame, auto& shown) mutable {
    camera.right += frame.camera.right;
    camera.down += frame.camera.down;
    Frame still = frame;
    for (vision::Detection& detection : still.detections) {
      detection.box.x -= static_cast<float>(camera.right);
      detection.box.y -= static_cast<float>(camera.down);
    }
    ours(still, shown);
    for (vision::TrackedObject& object : shown) {
      object.box.x += static_cast<float>(camera.right);
      object.box.y += static_cast<float>(camera.down);
    }
  };
}

}  // namespace

std::vector<Contestant> ours_and_variants() {
  std::vector<Contestant> all{
      {.name = "ours", .about = "the tracker as it is", .role = Role::ours, .start = [] { return start_ours({}); }}};
  for (const Variant& variant : kVariants) {
    TrackerOptions options;
    variant.change(options);
    all.push_back({.name = variant.name, .about = variant.about, .role = Role::variant, .start = [options] {
                     return start_ours(options);
                   }});
  }
  all.push_back({.name = "camera known",
                 .about = "told the camera's true motion, which only scenes have",
                 .role = Role::variant,
                 .start = [] { return start_with_a_still_camera({}); }});
  return all;
}

}  // namespace brigade::bench
