#pragma once

#include "vision/image.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace brigade::stages {

/// Planes Y, U, V to write to: luma of an even width and height, chroma of half of either.
struct I420Planes {
  std::array<std::uint8_t*, 3> planes{};
  std::array<std::ptrdiff_t, 3> strides{};  ///< bytes from one row to the next
};

/// Writes a picture (PixelFormat::bgr) as I420, as the encoder wants it. An odd width or height is made even by
/// repeating the last column or row. Limited range only; a chroma sample is the mean of its 2x2 pixels. The result
/// differs from exact arithmetic by at most 1.5. Runs in the calling thread alone and allocates nothing.
void to_i420(const vision::ImageView& bgr, vision::YuvEncoding::Matrix matrix, const I420Planes& target);

}  // namespace brigade::stages
