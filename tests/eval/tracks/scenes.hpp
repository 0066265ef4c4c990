#pragma once

#include "eval/tracks/track_scores.hpp"
#include "stages/track/mot_rows.hpp"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace brigade::tests {

using Rows = std::vector<stages::MotRow>;

/// The rows of one identity: a box of 100 x 100 with its left edge at `left` in each of `frames`.
[[nodiscard]] Rows rows_of(std::int64_t id, float left, std::initializer_list<std::int64_t> frames);

/// All rows by frame, as a file of them is read.
[[nodiscard]] Rows together(std::initializer_list<Rows> parts);

/// The counts of tracks judged by a truth; fails the running test where they are refused.
[[nodiscard]] eval::TrackCounts counts(const Rows& truth, const Rows& tracks);

/// A truth of wandering objects, and tracks of it with jitter, misses, exchanged ids and boxes on nothing.
struct Scene {
  Rows truth;
  Rows tracks;
};

/// The same scene for the same seed, on every platform.
[[nodiscard]] Scene random_scene(std::uint32_t seed);

}  // namespace brigade::tests
