#pragma once

#include "common/result.hpp"
#include "stages/render/output/frame_sink.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace brigade::stages {

/// Sound that is to lie beside the frames.
struct AudioSource {
  std::filesystem::path file;        ///< a regular file that FFmpeg opens; read again, from its beginning
  std::chrono::nanoseconds start{};  ///< the file's own time at media time 0: taken off the sound's times
};

struct VideoOptions {
  std::string preset = "fast";  ///< x264's: ultrafast to placebo. Slower ones give a better picture for the same bytes;
                                ///< up to here the encoder on its own thread stays ahead of the detector
  int crf = 23;                 ///< x264's constant rate factor, 0 (lossless) to 51
  int threads = 1;              ///< of the encoder; more than 1 takes cores from the detector
  double frame_rate = 25;       ///< nominal, for the encoder's level and a single frame's length; times rule
  std::optional<AudioSource> audio = {};  // NOLINT(readability-redundant-member-init): initialisers may leave it out
};

/// Writes H.264 (libx264, 4:2:0) and sound as fragmented mp4 (ISO/IEC 14496-12). A fragment holds about a second and
/// goes out whole, so a file that is cut, or whose writer is killed, plays up to its last whole fragment.
///
/// Times are kept: frames lie at their media time, to 1/90000 s, however irregular; one that is not later than the one
/// before it follows 1/90000 s after it. An odd width or height is made even by repeating the last column or row.
/// Colours are BT.709 from 720 rows on and BT.601 below, limited range, and marked so. There are no B frames: a frame
/// comes out of the encoder without waiting for later ones.
///
/// All sound tracks of `options.audio` are kept: copied as they are where mp4 can hold them and their parameters are
/// known from the start (AAC, MP3, Opus, ALAC, FLAC), else encoded anew as AAC. Sound ends with the picture, or up to a
/// second after it. What cannot be kept is said in `notes()`.
///
/// Every error of writing is noticed with the fragment it happens in; the file is then cut back to its whole fragments.
/// One thread at a time.
class VideoWriter {
 public:
  /// Creates the file (anything of that name is overwritten) and opens the sound. An error where the folder is missing
  /// or may not be written to, where the sound's file cannot be read or is the very file to be written, and where
  /// FFmpeg has no libx264.
  [[nodiscard]] static Result<VideoWriter> open(const std::filesystem::path& path, const VideoOptions& options = {});

  VideoWriter(VideoWriter&&) noexcept;
  VideoWriter& operator=(VideoWriter&&) noexcept;
  VideoWriter(const VideoWriter&) = delete;
  VideoWriter& operator=(const VideoWriter&) = delete;
  /// Completes the file if `finish` did not.
  ~VideoWriter();

  /// Encodes a frame; all frames have the first one's size. After an error every further call gives the same error.
  [[nodiscard]] Result<SinkOutcome> write(const OutputFrame& frame);

  /// Writes what the encoder still holds, the rest of the sound and the index, and closes the file. Without any frame
  /// the (empty) file is removed. An error that `write` has told is not told again; a second call does nothing.
  [[nodiscard]] Result<void> finish();

  /// One sentence for each sound track: what became of it.
  [[nodiscard]] const std::vector<std::string>& notes() const;

 private:
  struct State;
  explicit VideoWriter(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace brigade::stages
