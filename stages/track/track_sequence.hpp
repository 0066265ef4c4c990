#pragma once

#include "common/result.hpp"
#include "stages/track/mot_rows.hpp"
#include "stages/track/offline/track_offline.hpp"
#include "stages/track/tracker.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace brigade::stages {

/// What came of tracking a whole sequence of detections.
struct TrackedSequence {
  std::string rows;         ///< MOTChallenge text, see append_mot_rows
  std::int64_t frames = 0;  ///< number of the last one
  std::int64_t tracks = 0;  ///< ids given
};

/// The objects of each frame as rows.
[[nodiscard]] TrackedSequence sequence_of(std::span<const SequenceFrame> frames,
                                          std::span<const std::vector<vision::TrackedObject>> objects);

/// Tracks the detections of a file: those of each frame at its media time, `frames_per_second` of them (above 0), with
/// ids as the tracker gives them out while a video plays, never looking ahead. Detections are ordered by frame, as
/// read_mot_rows returns them, and their ids are ignored. A frame without detections is one in which nothing was seen.
/// The error names `name` and the line of a frame that lies too far in the future to have a media time.
[[nodiscard]] Result<TrackedSequence> track_sequence(std::span<const MotRow> detections, std::string_view name,
                                                     double frames_per_second, const TrackerOptions& options);

/// The same by track_offline(), which looks at the whole of the sequence before it answers.
[[nodiscard]] Result<TrackedSequence> track_sequence(std::span<const MotRow> detections, std::string_view name,
                                                     double frames_per_second, const OfflineOptions& options);

}  // namespace brigade::stages
