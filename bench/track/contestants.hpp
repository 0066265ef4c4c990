#pragma once

#include "bench/track/sequence.hpp"
#include "common/result.hpp"
#include "stages/track/mot_rows.hpp"
#include "stages/track/tracker.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace brigade::bench {

/// Takes the next frame of a sequence and overwrites `shown` with the tracks to be seen in it.
using Step = std::function<void(const Frame& frame, std::vector<vision::TrackedObject>& shown)>;

/// The tracks to be seen in each frame of a sequence, by one who has seen all of it before answering.
using LookBack = std::function<std::vector<std::vector<vision::TrackedObject>>(const Sequence& sequence)>;

enum class Role : std::uint8_t {
  ours,      ///< the tracker as it is
  offline,   ///< ours with the pass over the whole sequence
  baseline,  ///< another, to compare with
  variant,   ///< ours with one idea left out or changed
};

/// A tracker that is judged.
struct Contestant {
  std::string name;
  std::string about;  ///< in a few words
  Role role = Role::variant;
  std::function<Step()> start{};  ///< a tracker that has seen nothing and answers frame by frame, or
  LookBack look_back{};           ///< one that looks back
};

/// What the program takes where nobody asks for anything else.
inline constexpr float kUsualScore = 0.3F;

/// Our tracker with these options, as a step.
[[nodiscard]] Step start_ours(const stages::TrackerOptions& options);

/// SORT and ByteTrack, with thresholds for the scores as given by their authors and as fit our detectors.
[[nodiscard]] std::vector<Contestant> baselines();

/// Ours first, then offline, then its variants.
[[nodiscard]] std::vector<Contestant> ours_and_variants();

/// Ours, offline too, the baselines, the variants.
[[nodiscard]] std::vector<Contestant> all_contestants();

/// The tracks that a contestant makes of a sequence, by frame, rounded as in a file of them, so that they are judged as
/// `brigade eval` would judge that file.
[[nodiscard]] Result<std::vector<stages::MotRow>> follow(const Contestant& contestant, const Sequence& sequence);

}  // namespace brigade::bench
