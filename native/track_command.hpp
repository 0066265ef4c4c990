#pragma once

#include "common/result.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <optional>

namespace brigade::native {

/// The arguments of `brigade track`.
struct TrackOptions {
  std::filesystem::path detections;
  std::filesystem::path out;
  std::optional<double> frames_per_second;
  float score = 0.6F;  ///< ByteTrack's: public detections are cut at 0.5, and many of the lower ones are false
  bool offline = false;
  bool quiet = false;
};

/// Declares the command `track` of `program`; parsing fills `options`.
CLI::App* add_track_command(CLI::App& program, TrackOptions& options);

/// Tracks the detections of a MOTChallenge file and writes the tracks as another. Nothing is written before all of the
/// detections have been read and tracked.
[[nodiscard]] Result<void> track_command(const TrackOptions& options);

}  // namespace brigade::native
