#pragma once

#include "common/result.hpp"
#include "vision/image.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace brigade::stages {

/// A still, decoded: RGB, packed.
struct DecodedImage {
  vision::ImageLayout layout;
  std::vector<std::uint8_t> pixels;

  [[nodiscard]] vision::ImageView view() const { return vision::packed_view(layout, pixels); }
};

/// Whether the name ends in .jpg, .jpeg, .png or .bmp, in whatever case.
[[nodiscard]] bool has_image_extension(const std::filesystem::path& path);

/// Images of a folder (not of its subfolders), sorted by name. An error where it cannot be read or holds none.
[[nodiscard]] Result<std::vector<std::filesystem::path>> list_images(const std::filesystem::path& folder);

/// Layout (RGB) that read_image will give, from the file's header alone.
[[nodiscard]] Result<vision::ImageLayout> read_image_layout(const std::filesystem::path& path);

/// Decodes a JPEG, PNG or BMP to RGB; alpha is dropped, grey becomes RGB, 16 bits become 8. The orientation that a
/// camera may have noted in EXIF is not applied: pixels come as they are stored. At most 2^27 pixels.
[[nodiscard]] Result<DecodedImage> read_image(const std::filesystem::path& path);

/// Writes an RGB, BGR or RGBA image as PNG. An error where the file cannot be written to its last byte (folder missing,
/// disk full); what was begun of it is then removed.
[[nodiscard]] Result<void> write_png(const std::filesystem::path& path, const vision::ImageView& image);

}  // namespace brigade::stages
