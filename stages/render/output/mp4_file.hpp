#pragma once

#include "common/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

struct AVFormatContext;
struct AVPacket;
struct AVStream;

namespace brigade::stages {

/// Fragmented mp4: the box of all tracks first, then fragments that need nothing after them (`moov`, then `moof` and
/// `mdat` in turn). Stream 0 is the video. Every write is checked; after an error the file is cut back to its whole
/// fragments and nothing more is written. One thread at a time.
class Mp4File {
 public:
  /// Creates the file, or empties it.
  [[nodiscard]] static Result<Mp4File> create(const std::filesystem::path& path);

  Mp4File(Mp4File&&) noexcept;
  Mp4File& operator=(Mp4File&&) noexcept;
  Mp4File(const Mp4File&) = delete;
  Mp4File& operator=(const Mp4File&) = delete;
  ~Mp4File();

  /// A further stream, to be described (codec parameters, time base) before `start`.
  [[nodiscard]] AVStream* add_stream();

  /// Begins the file; the muxer may then have changed the streams' time bases.
  [[nodiscard]] Result<void> start();

  /// Writes a packet, whose contents are taken, in its stream's time base. Packets come in the order of their decoding
  /// times. A video packet first sends the fragment before it on its way where that has lasted a second.
  [[nodiscard]] Result<void> write(AVPacket& packet);

  /// Writes the last fragment and the index and closes the file. A file that was never started is removed.
  [[nodiscard]] Result<void> finish();

 private:
  struct State;
  explicit Mp4File(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace brigade::stages
