#pragma once

#include <cstdint>
#include <filesystem>

namespace brigade::stages {

/// Whether a video file is as long as its own outermost structure says.
enum class Extent : std::uint8_t {
  unknown,   ///< the format, or the writer, does not say
  complete,  ///< every part ends where the next begins, the last one at the file's end
  cut,       ///< a part reaches past the file's end
  no_index,  ///< an mp4 without the part (moov) that says where its frames lie: nothing can be read
};

struct ContainerShape {
  Extent extent = Extent::unknown;
  bool fragmented = false;  ///< an mp4 in fragments: its head does not count the frames of all of them
};

/// Looks at the part sizes of ISO base media (mp4, mov; ISO/IEC 14496-12), Matroska (RFC 9559) and RIFF (AVI) files;
/// `unknown` for all others and for what cannot be opened.
[[nodiscard]] ContainerShape container_shape(const std::filesystem::path& path);

}  // namespace brigade::stages
