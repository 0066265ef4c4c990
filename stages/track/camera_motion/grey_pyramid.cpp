#include "stages/track/camera_motion/grey_pyramid.hpp"

#include <algorithm>

namespace brigade::stages {
namespace {

constexpr int kLargestWidth = 320;

// A row of interleaved pixels as luma. Which of the outer two is red does not matter.
template <int kChannels>
void grey_of(const std::uint8_t* row, std::span<std::uint8_t> luma) {
  for (std::uint8_t& value : luma) {
    value = static_cast<std::uint8_t>((row[0] + 2 * row[1] + row[2] + 2) / 4);
    row += kChannels;
  }
}

void halve(const GreyPicture& picture, GreyPicture& half) {
  half.resize(picture.width / 2, picture.height / 2);
  for (int y = 0; y < half.height; ++y) {
    const std::uint8_t* upper = picture.row(2 * y);
    const std::uint8_t* lower = picture.row(2 * y + 1);
    for (std::uint8_t& mean : std::span(half.row(y), static_cast<std::size_t>(half.width))) {
      mean = static_cast<std::uint8_t>((upper[0] + upper[1] + lower[0] + lower[1] + 2) / 4);
      upper += 2;
      lower += 2;
    }
  }
}

}  // namespace

void GreyPicture::resize(int new_width, int new_height) {
  width = new_width;
  height = new_height;
  pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
}

int reduction_for(int width) { return std::max(1, (width + kLargestWidth - 1) / kLargestWidth); }

void PyramidBuilder::build(const vision::ImageView& frame, int reduction, GreyPyramid& pyramid) {
  reduce(frame, reduction, pyramid.front());
  for (std::size_t level = 1; level < pyramid.size(); ++level) {
    halve(pyramid[level - 1], pyramid[level]);
  }
}

// In whole numbers, so that the result is the same whatever the compiler makes of it: rows are added up, then columns.
// A sum of rows has 16 bits, enough for a reduction by 257.
void PyramidBuilder::reduce(const vision::ImageView& frame, int reduction, GreyPicture& reduced) {
  reduced.resize(frame.layout.width / reduction, frame.layout.height / reduction);
  const auto area = static_cast<std::uint32_t>(reduction * reduction);
  const std::uint32_t share = (1U << 16U) / area;  // of a pixel in the mean, times 2^16
  const auto columns = static_cast<std::size_t>(reduced.width) * static_cast<std::size_t>(reduction);
  sums_.resize(columns);
  for (int y = 0; y < reduced.height; ++y) {
    std::ranges::fill(sums_, std::uint16_t{0});
    for (int i = 0; i < reduction; ++i) {
      const std::uint8_t* row = luma_row(frame, y * reduction + i);
      for (std::size_t x = 0; x < columns; ++x) {
        sums_[x] = static_cast<std::uint16_t>(sums_[x] + row[x]);
      }
    }
    std::uint8_t* out = reduced.row(y);
    const std::uint16_t* sum = sums_.data();
    for (int x = 0; x < reduced.width; ++x) {
      std::uint32_t total = 0;
      for (int i = 0; i < reduction; ++i) {
        total += *sum++;
      }
      out[x] = static_cast<std::uint8_t>((total * share) >> 16U);
    }
  }
}

const std::uint8_t* PyramidBuilder::luma_row(const vision::ImageView& frame, int y) {
  const std::uint8_t* row = frame.planes[0] + y * frame.strides[0];
  luma_.resize(static_cast<std::size_t>(frame.layout.width));
  switch (frame.layout.format) {
    case vision::PixelFormat::i420:
    case vision::PixelFormat::nv12:
      return row;
    case vision::PixelFormat::bgr:
    case vision::PixelFormat::rgb:
      grey_of<3>(row, luma_);
      break;
    case vision::PixelFormat::rgba:
      grey_of<4>(row, luma_);
      break;
  }
  return luma_.data();
}

}  // namespace brigade::stages
