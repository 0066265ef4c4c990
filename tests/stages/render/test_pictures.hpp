#pragma once

#include "stages/render/output/frame_sink.hpp"
#include "vision/image.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace brigade::tests {

/// A BGR picture of one grey level with a textured stripe that moves with `shift`, so that an encoder has work to do.
class TestPicture {
 public:
  TestPicture(int width, int height, std::uint8_t level, int shift = 0)
      : layout_{.format = vision::PixelFormat::bgr, .width = width, .height = height},
        pixels_(vision::packed_bytes(layout_), level) {
    const std::size_t stripe = pixels_.size() / 4;
    for (std::size_t i = 0; i < stripe; ++i) {
      pixels_[i] = static_cast<std::uint8_t>((i * 2654435761U + static_cast<std::size_t>(shift) * 40503U) >> 7U);
    }
  }

  [[nodiscard]] vision::ImageView view() const { return vision::packed_view(layout_, pixels_); }

 private:
  vision::ImageLayout layout_;
  std::vector<std::uint8_t> pixels_;
};

[[nodiscard]] inline stages::OutputFrame output_frame(const TestPicture& picture, std::int64_t number,
                                                      std::chrono::nanoseconds media_time) {
  return {.picture = picture.view(), .media_time = media_time, .number = number};
}

}  // namespace brigade::tests
