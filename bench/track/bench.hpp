#pragma once

#include "bench/track/worlds.hpp"
#include "common/result.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace brigade::bench {

struct BenchOptions {
  WorldOptions worlds;
  bool leave_one_out = true;
  int rounds = 5;       ///< of timing
  int frames = 20'000;  ///< timed in a round with ten objects; a tenth of it with a hundred
};

/// For tests: every world, little of each.
[[nodiscard]] BenchOptions quick(BenchOptions options);

/// Runs every contestant in every world, the frame-drop sweep and the timing. The document:
/// `trackers`: name, role ("ours", "offline", "baseline", "variant"), about;
/// `worlds`: name, kind, about, sequences, frames, detections, objects, and `results`, by tracker what eval::to_json
/// says;
/// `frame_drop`: by tracker a list of every, HOTA, HOTA_seeing_all (judged on the same frames) and their ratio;
/// `between_frames`: see BetweenFrames, with `every` and the ratio of predicted to detected;
/// `leave_one_out`: see LeaveOneOut; only where BenchOptions ask for it and the sequences are there;
/// `speed`: a list, see Speed;
/// `left_out`: worlds that could not be judged here, name and why.
[[nodiscard]] Result<nlohmann::ordered_json> run_bench(const BenchOptions& options);

/// The same for people, as tables.
[[nodiscard]] std::string to_tables(const nlohmann::ordered_json& document);

}  // namespace brigade::bench
