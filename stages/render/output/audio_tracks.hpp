#pragma once

#include "common/result.hpp"
#include "stages/render/output/mp4_file.hpp"
#include "stages/render/output/video_writer.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace brigade::stages {

/// The sound tracks of a file on their way into an mp4: each copied, or encoded anew where mp4 cannot hold it or where
/// its packets alone tell its parameters. One thread at a time.
class AudioTracks {
 public:
  /// Opens the file and looks at its streams. A file without sound is good, and gives nothing.
  [[nodiscard]] static Result<AudioTracks> open(const AudioSource& source);

  AudioTracks(AudioTracks&&) noexcept;
  AudioTracks& operator=(AudioTracks&&) noexcept;
  AudioTracks(const AudioTracks&) = delete;
  AudioTracks& operator=(const AudioTracks&) = delete;
  ~AudioTracks();

  /// Adds a stream for each track; before the mp4 is started.
  [[nodiscard]] Result<void> add_streams(Mp4File& mp4);

  /// Writes the packets up to `until`, media time. An error is one of writing: a damaged source just ends.
  [[nodiscard]] Result<void> advance(std::chrono::nanoseconds until, Mp4File& mp4);

  /// Writes the packets up to `until`, which may be the middle of the sound, and then what is left in the encoders.
  [[nodiscard]] Result<void> finish(std::chrono::nanoseconds until, Mp4File& mp4);

  /// What became of each track, one sentence each.
  [[nodiscard]] const std::vector<std::string>& notes() const;

 private:
  struct State;
  explicit AudioTracks(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace brigade::stages
