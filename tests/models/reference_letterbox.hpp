#pragma once

#include "models/preprocessing.hpp"
#include "vision/image.hpp"

#include <vector>

namespace brigade::tests {

/// What models::Letterbox should give, in the plainest way: for each value of the tensor by itself, in double
/// precision.
[[nodiscard]] std::vector<float> reference_letterbox(const vision::ImageView& image, int input_width, int input_height,
                                                     const models::Preprocessing& preprocessing);

}  // namespace brigade::tests
