#pragma once

#include "common/result.hpp"
#include "eval/tracks/track_scores.hpp"
#include "stages/track/mot_rows.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace brigade::eval {

/// A sequence's truth and the tracks to be judged by it, both MOTChallenge text files.
struct TrackFiles {
  std::filesystem::path truth;
  std::filesystem::path tracks;
};

struct SequenceScores {
  std::string sequence;  ///< see sequence_name
  TrackScores scores;
};

struct JudgedTracks {
  std::vector<SequenceScores> sequences;  ///< as given
  TrackScores combined;                   ///< from the added counts, so longer sequences weigh more
};

/// The scores of tracks against the truth, for each sequence and combined: what `brigade eval --truth --tracks` says.
/// Rows of the truth with a score of 0 are left out; classes are not looked at, so all tracks are judged by all of the
/// truth. A frame or a whole file without rows is a frame or a sequence without objects. Errors, with file and line:
/// all of read_mot_rows and of judge_rows; and where the truth of all sequences holds no object.
[[nodiscard]] Result<JudgedTracks> judge_tracks(std::span<const TrackFiles> files);

/// The same for one sequence in memory. Rows by frame, as parse_mot_rows returns them; the names are those of the files
/// in errors. Errors, with name and line: a row without an id, an id that stands twice in a frame.
[[nodiscard]] Result<TrackCounts> judge_rows(std::span<const stages::MotRow> truth, std::string_view truth_name,
                                             std::span<const stages::MotRow> tracks, std::string_view tracks_name);

/// What a sequence is called by its truth: NAME of NAME/gt/gt.txt, NAME/gt.txt or NAME.txt.
[[nodiscard]] std::string sequence_name(const std::filesystem::path& truth);

}  // namespace brigade::eval
