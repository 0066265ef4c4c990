#include "stages/image_files/image_files.hpp"

#include <stb_image.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace brigade::stages {
namespace {

constexpr std::int64_t kMaximumPixels = std::int64_t{1} << 27;
constexpr int kRgb = 3;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

struct FreePixels {
  void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};

/// A file as stb_image reads it. stb_image takes what lies past the end for zeros and calls a cut JPEG or BMP good, so
/// this notes whether it looked there.
struct ImageFile {
  std::unique_ptr<std::FILE, CloseFile> file;
  bool read_past_end = false;
};

int read_some(void* user, char* data, int size) {
  auto* image = static_cast<ImageFile*>(user);
  const auto got = static_cast<int>(std::fread(data, 1, static_cast<std::size_t>(size), image->file.get()));
  image->read_past_end = image->read_past_end || got == 0;
  return got;
}

void skip_some(void* user, int count) { std::fseek(static_cast<ImageFile*>(user)->file.get(), count, SEEK_CUR); }

int at_end(void* user) { return std::feof(static_cast<ImageFile*>(user)->file.get()); }

constexpr stbi_io_callbacks kCallbacks{.read = read_some, .skip = skip_some, .eof = at_end};

tl::unexpected<Error> unreadable(const std::filesystem::path& path, int error) {
  return failure("{}: the image cannot be read ({}): check the path and its permissions", path.string(),
                 std::generic_category().message(error));
}

Result<ImageFile> open_image(const std::filesystem::path& path) {
  ImageFile image{.file = std::unique_ptr<std::FILE, CloseFile>(std::fopen(path.c_str(), "rb"))};
  if (image.file == nullptr) {
    return unreadable(path, errno);
  }
  const bool empty = std::fgetc(image.file.get()) == EOF;
  if (std::ferror(image.file.get()) != 0) {
    return unreadable(path, errno);
  }
  if (empty) {
    return failure("{}: the image is empty (0 bytes): copy or download it again", path.string());
  }
  std::fseek(image.file.get(), 0, SEEK_SET);
  return image;
}

Result<vision::ImageLayout> parse_layout(const std::filesystem::path& path, ImageFile& image) {
  int width = 0;
  int height = 0;
  int channels = 0;
  if (stbi_info_from_callbacks(&kCallbacks, &image, &width, &height, &channels) == 0) {
    return failure("{}: not an image that can be read ({}): replace or remove it (JPEG, PNG and BMP are understood)",
                   path.string(), stbi_failure_reason());
  }
  if (width <= 0 || height <= 0 || std::int64_t{width} * height > kMaximumPixels) {
    return failure("{}: {}x{} pixels are more than can be held in memory: make the image smaller", path.string(), width,
                   height);
  }
  return vision::ImageLayout{.format = vision::PixelFormat::rgb, .width = width, .height = height};
}

Result<DecodedImage> decode(const std::filesystem::path& path, const vision::ImageLayout& layout, ImageFile& image) {
  std::fseek(image.file.get(), 0, SEEK_SET);
  image.read_past_end = false;
  int width = 0;
  int height = 0;
  int channels = 0;
  const std::unique_ptr<stbi_uc, FreePixels> pixels(
      stbi_load_from_callbacks(&kCallbacks, &image, &width, &height, &channels, kRgb));
  if (image.read_past_end) {
    return failure("{}: the image ends early, part of it is missing: copy or download it again", path.string());
  }
  if (pixels == nullptr || width != layout.width || height != layout.height) {
    return failure("{}: the image is damaged ({}): replace or remove it", path.string(),
                   pixels == nullptr ? stbi_failure_reason() : "sizes in it contradict each other");
  }
  return DecodedImage{.layout = layout, .pixels = {pixels.get(), pixels.get() + vision::packed_bytes(layout)}};
}

}  // namespace

Result<vision::ImageLayout> read_image_layout(const std::filesystem::path& path) {
  Result<ImageFile> image = open_image(path);
  if (!image) {
    return tl::unexpected(image.error());
  }
  return parse_layout(path, *image);
}

Result<DecodedImage> read_image(const std::filesystem::path& path) {
  Result<ImageFile> image = open_image(path);
  if (!image) {
    return tl::unexpected(image.error());
  }
  return parse_layout(path, *image).and_then([&](const vision::ImageLayout& layout) {
    return decode(path, layout, *image);
  });
}

}  // namespace brigade::stages
