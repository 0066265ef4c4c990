#include "eval/tracks/judge.hpp"

#include <unordered_map>
#include <utility>

namespace brigade::eval {
namespace {

using stages::MotRow;

/// Rows whose score is not 0: MOTChallenge marks with 0 what a tracker need not find.
std::vector<MotRow> without_ignored(std::span<const MotRow> rows) {
  std::vector<MotRow> kept;
  kept.reserve(rows.size());
  for (const MotRow& row : rows) {
    if (row.score != 0) {
      kept.push_back(row);
    }
  }
  return kept;
}

/// Whether every row has an id, and no other row of its frame has the same.
Result<void> check_ids(std::span<const MotRow> rows, std::string_view name) {
  std::unordered_map<std::int64_t, const MotRow*> last_row_of_id;
  for (const MotRow& row : rows) {
    if (row.id < 0) {
      return failure("{}:{}: the id {} stands for none, as in detections: give tracks, each with an id from 0 on", name,
                     row.line, row.id);
    }
    const auto [entry, is_new] = last_row_of_id.try_emplace(row.id, &row);
    if (!is_new && entry->second->frame == row.frame) {
      return failure("{}:{}: frame {} already has the id {} in line {}: an id may stand only once in a frame", name,
                     row.line, row.frame, row.id, entry->second->line);
    }
    entry->second = &row;
  }
  return {};
}

/// World coordinates and classes stand in the same columns; a judge needs neither.
Result<std::vector<MotRow>> read_rows(const std::filesystem::path& file) {
  return stages::read_mot_rows(file, stages::MotColumns::world);
}

Result<TrackCounts> judge_files(const TrackFiles& files) {
  const auto truth = read_rows(files.truth);
  if (!truth) {
    return tl::unexpected<Error>(truth.error());
  }
  const auto tracks = read_rows(files.tracks);
  if (!tracks) {
    return tl::unexpected<Error>(tracks.error());
  }
  return judge_rows(*truth, files.truth.string(), *tracks, files.tracks.string());
}

}  // namespace

Result<TrackCounts> judge_rows(std::span<const MotRow> truth, std::string_view truth_name,
                               std::span<const MotRow> tracks, std::string_view tracks_name) {
  const std::vector<MotRow> wanted = without_ignored(truth);
  return check_ids(wanted, truth_name).and_then([&] { return check_ids(tracks, tracks_name); }).map([&] {
    return count_tracks(overlay(wanted, tracks));
  });
}

std::string sequence_name(const std::filesystem::path& truth) {
  std::filesystem::path named = truth.stem();
  for (auto folder = truth.parent_path(); named == "gt" && !folder.filename().empty(); folder = folder.parent_path()) {
    named = folder.filename();
  }
  return named.string();
}

Result<JudgedTracks> judge_tracks(std::span<const TrackFiles> files) {
  JudgedTracks judged;
  TrackCounts total;
  for (const TrackFiles& sequence : files) {
    const auto counts = judge_files(sequence);
    if (!counts) {
      return tl::unexpected<Error>(counts.error());
    }
    judged.sequences.push_back({.sequence = sequence_name(sequence.truth), .scores = scores_of(*counts)});
    total += *counts;
  }
  judged.combined = scores_of(total);
  if (judged.combined.objects == 0) {
    return failure("{}: the truth holds no object, so there is nothing to judge by: check the file",
                   files.empty() ? "no file" : files.front().truth.string());
  }
  return judged;
}

}  // namespace brigade::eval
