#pragma once

#include "common/result.hpp"
#include "stages/render/output/frame_sink.hpp"
#include "stages/render/output/video_writer.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace brigade::stages {

/// What `--out` names.
struct OutputTarget {
  enum class Kind : std::uint8_t {
    nothing,  ///< an empty argument
    video,    ///< FILE.mp4
    picture,  ///< FILE.png: one picture
    folder,   ///< an existing folder, or any path that ends in '/': a PNG a frame
  };
  Kind kind = Kind::nothing;
  std::filesystem::path path = {};  // NOLINT(readability-redundant-member-init): initialisers may leave it out
};

/// Reads `--out` by its name alone, in whatever case; creates nothing. An error that names the choices for any other
/// extension, and one that names the folder where the folder to write into does not exist.
[[nodiscard]] Result<OutputTarget> parse_output_target(std::string_view argument);

struct OutputOptions {
  VideoOptions video = {};
  bool single_frame = false;  ///< whether exactly one frame will come, as far as is known
  /// Where the frames come from, if a file: never overwritten.
  std::optional<std::filesystem::path> input = {};  // NOLINT(readability-redundant-member-init): may be left out
};

/// Opens a target. For a folder that does not exist yet, it is made (its parent has to exist); frames are named after
/// their still (`street.png`), or by their number (`000017.png`). An error where the target cannot be created, where
/// FILE.png is given for several frames (say so with `single_frame`), and where the input would be overwritten.
[[nodiscard]] Result<FrameSink> open_output(const OutputTarget& target, const OutputOptions& options);

}  // namespace brigade::stages
