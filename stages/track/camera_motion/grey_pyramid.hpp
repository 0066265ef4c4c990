#pragma once

#include "vision/image.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace brigade::stages {

/// A picture's brightness, 8 bits a pixel, rows without gaps.
struct GreyPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;

  void resize(int new_width, int new_height);
  [[nodiscard]] std::uint8_t* row(int y) { return pixels.data() + std::ptrdiff_t{y} * width; }
  [[nodiscard]] const std::uint8_t* row(int y) const { return pixels.data() + std::ptrdiff_t{y} * width; }
};

/// A picture at several sizes, each half as wide and high as the one before (odd sizes are rounded down): what moves by
/// many pixels in the first moves by few in the last.
using GreyPyramid = std::array<GreyPicture, 4>;

/// By how much a picture of this width is reduced: the smallest whole number that brings it to 320 pixels or fewer.
[[nodiscard]] int reduction_for(int width);

/// Makes pyramids of frames. Memory is kept from frame to frame, so that frames of one size allocate nothing.
class PyramidBuilder {
 public:
  /// The first level is the frame's luma (of bgr, rgb and rgba a quarter red, half green, a quarter blue), each pixel
  /// the mean of `reduction` x `reduction`; columns and rows that are left over are left out.
  void build(const vision::ImageView& frame, int reduction, GreyPyramid& pyramid);

 private:
  void reduce(const vision::ImageView& frame, int reduction, GreyPicture& reduced);
  [[nodiscard]] const std::uint8_t* luma_row(const vision::ImageView& frame, int y);

  std::vector<std::uint8_t> luma_;   ///< one row, where the frame itself has none
  std::vector<std::uint16_t> sums_;  ///< of `reduction` rows, for each column
};

}  // namespace brigade::stages
