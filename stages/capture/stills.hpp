#pragma once

#include "common/result.hpp"
#include "stages/capture/frame_source.hpp"

#include <filesystem>
#include <vector>

namespace brigade::stages {

/// One image as a source of one frame, or a folder's images, sorted by name, as one frame each: RGB, named by the
/// file's stem, one after another at `rate`. A broken image among good ones is an error only when its turn comes.
[[nodiscard]] Result<FrameSource> stills_source(const std::filesystem::path& image_or_folder, const Fraction& rate);

}  // namespace brigade::stages
