#pragma once

#include "vision/image.hpp"

#include <filesystem>

namespace brigade::tests {

/// Makes int8 weights of centernet from one image; at a small size, so that it takes no time. A file serves all sizes.
void write_int8_weights(const std::filesystem::path& file, const vision::ImageView& image);

}  // namespace brigade::tests
