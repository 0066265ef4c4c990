#pragma once

#include "models/network/executor/operators.hpp"
#include "models/network/kernels/image_source.hpp"

#include <vector>

namespace brigade::models::network {

/// The image as a resize of it is read.
[[nodiscard]] ImageSource resized_source(const Image& image, const Resize& resize);

/// What an operator reads of its inputs; where it names no sources, the first one as it is.
[[nodiscard]] std::vector<ImageSource> image_sources(const std::vector<Image>& inputs,
                                                     const std::vector<Source>& sources);

/// What they are together.
[[nodiscard]] ImageShape joined_shape(const std::vector<Image>& inputs, const std::vector<Source>& sources);

/// Whether one of them is resized on the way.
[[nodiscard]] bool reads_resized(const std::vector<Source>& sources);

}  // namespace brigade::models::network
