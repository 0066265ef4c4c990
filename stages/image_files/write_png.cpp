#include "stages/image_files/image_files.hpp"

#include <stb_image_write.h>

#include <cerrno>
#include <cstdio>
#include <optional>
#include <system_error>

namespace brigade::stages {
namespace {

void append(void* bytes, void* data, int size) {
  const auto* first = static_cast<const std::uint8_t*>(data);
  auto* all = static_cast<std::vector<std::uint8_t>*>(bytes);
  all->insert(all->end(), first, first + size);
}

/// PNG knows RGB and RGBA: what has another order is brought into it.
std::vector<std::uint8_t> rgb_from_bgr(const vision::ImageView& image) {
  std::vector<std::uint8_t> pixels(vision::packed_bytes(image.layout));
  vision::copy_packed(image, pixels);
  for (std::size_t pixel = 0; pixel < pixels.size(); pixel += 3) {
    std::swap(pixels[pixel], pixels[pixel + 2]);
  }
  return pixels;
}

std::vector<std::uint8_t> encode(const vision::ImageView& image) {
  std::vector<std::uint8_t> png;
  const int width = image.layout.width;
  const int height = image.layout.height;
  if (image.layout.format == vision::PixelFormat::bgr) {
    const std::vector<std::uint8_t> pixels = rgb_from_bgr(image);
    stbi_write_png_to_func(append, &png, width, height, 3, pixels.data(), 3 * width);
  } else {
    const int channels = image.layout.format == vision::PixelFormat::rgba ? 4 : 3;
    stbi_write_png_to_func(append, &png, width, height, channels, image.planes[0], static_cast<int>(image.strides[0]));
  }
  return png;
}

void remove_partial(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored)) {  // never a device such as /dev/full
    std::filesystem::remove(path, ignored);
  }
}

/// Writes all bytes; the error number where not even closing went well, since a disk may be found full only then.
std::optional<int> write_bytes(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) {
    return errno;
  }
  std::optional<int> error;
  if (std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size() || std::fflush(file) != 0) {
    error = errno;
  }
  if (std::fclose(file) != 0 && !error) {
    error = errno;
  }
  if (error) {
    remove_partial(path);
  }
  return error;
}

}  // namespace

Result<void> write_png(const std::filesystem::path& path, const vision::ImageView& image) {
  using vision::PixelFormat;
  const PixelFormat format = image.layout.format;
  if (format != PixelFormat::rgb && format != PixelFormat::bgr && format != PixelFormat::rgba) {
    return failure("{}: a PNG is written from RGB, BGR or RGBA pixels only: convert the frame first", path.string());
  }
  const std::vector<std::uint8_t> png = encode(image);
  if (png.empty()) {
    return failure("{}: {}x{} pixels could not be packed as PNG: memory is short", path.string(), image.layout.width,
                   image.layout.height);
  }
  if (const std::optional<int> error = write_bytes(path, png)) {
    return failure("{}: the image could not be written ({}): check the folder and the space left on the disk",
                   path.string(), std::generic_category().message(*error));
  }
  return {};
}

}  // namespace brigade::stages
