#pragma once

#include "common/result.hpp"
#include "vision/image.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace brigade::bench {

/// Of the one picture that everybody looks at.
inline constexpr vision::ImageLayout kPictureLayout{
    .format = vision::PixelFormat::i420, .width = 1280, .height = 720, .yuv = {}};

/// Its pixels, planes and rows without gaps. The error says what the file must hold.
[[nodiscard]] Result<std::vector<std::uint8_t>> read_picture(const std::filesystem::path& file);

/// The picture as a network takes it that wants blue, green and red, 0..255, in planes of size x size: what yolox_nano
/// is given, by whoever runs it.
[[nodiscard]] std::vector<float> make_planes(const vision::ImageView& picture, int size);

/// The picture as centernet takes it, 512 x 512 pixels of red, green and blue, 0..255.
[[nodiscard]] std::vector<float> make_pixels(const vision::ImageView& picture, int size);

/// Writes numbers as they lie in memory.
[[nodiscard]] Result<void> write_floats(const std::filesystem::path& file, std::span<const float> values);

}  // namespace brigade::bench
