#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace brigade::vision {

/// How the pixels of a frame lie in memory. All are 8 bits a sample.
enum class PixelFormat : std::uint8_t {
  i420,  ///< planes Y, U, V; U and V at half the width and half the height, rounded up
  nv12,  ///< planes Y and interleaved UV; the second at half the size, rounded up
  bgr,   ///< one plane, 3 bytes a pixel
  rgb,   ///< one plane, 3 bytes a pixel
  rgba,  ///< one plane, 4 bytes a pixel, alpha ignored
};

/// What the numbers of an i420 or nv12 frame mean (ITU-T H.273); ignored for the other formats.
struct YuvEncoding {
  enum class Matrix : std::uint8_t { bt601, bt709 };
  Matrix matrix = Matrix::bt601;
  bool full_range = false;  ///< false: luma 16..235, chroma 16..240; true: 0..255 (JPEG, many webcams)

  friend bool operator==(const YuvEncoding&, const YuvEncoding&) = default;
};

/// Size and meaning of a frame's pixels, without the pixels.
struct ImageLayout {
  PixelFormat format = PixelFormat::i420;
  int width = 0;   ///< pixels, > 0
  int height = 0;  ///< pixels, > 0
  YuvEncoding yuv{};

  friend bool operator==(const ImageLayout&, const ImageLayout&) = default;
};

/// Pixels that belong to someone else: a frame slot, a decoder's buffer, an OpenCV matrix.
struct ImageView {
  ImageLayout layout;
  std::array<const std::uint8_t*, 3> planes{};  ///< as many as the format has, the others null
  std::array<std::ptrdiff_t, 3> strides{};      ///< bytes from one row to the next, for each plane
};

/// One plane of a layout when its rows follow each other without gaps.
struct PlaneSize {
  int row_bytes = 0;
  int rows = 0;
};

/// The planes of a layout, `{0, 0}` for those that the format has not.
[[nodiscard]] std::array<PlaneSize, 3> plane_sizes(const ImageLayout& layout);

/// Bytes that a frame of this layout takes when planes and rows follow each other without gaps.
[[nodiscard]] std::size_t packed_bytes(const ImageLayout& layout);

/// View of a frame whose planes and rows follow each other without gaps; `pixels` holds at least
/// `packed_bytes(layout)`.
[[nodiscard]] ImageView packed_view(const ImageLayout& layout, std::span<const std::uint8_t> pixels);

/// Copies a view's rows into `target`, without gaps; `target` holds at least `packed_bytes(view.layout)`.
void copy_packed(const ImageView& view, std::span<std::uint8_t> target);

}  // namespace brigade::vision
