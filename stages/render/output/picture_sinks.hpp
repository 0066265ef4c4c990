#pragma once

#include "common/result.hpp"
#include "stages/render/output/frame_sink.hpp"

#include <filesystem>

namespace brigade::stages {

/// Writes one PNG of that name; a second frame is an error.
[[nodiscard]] FrameSink picture_file(const std::filesystem::path& file);

/// Writes a PNG a frame into an existing folder: named after its still (`street.png`), or by its number (`000017.png`).
/// What lies there under that name is overwritten.
[[nodiscard]] FrameSink picture_folder(const std::filesystem::path& folder);

}  // namespace brigade::stages
