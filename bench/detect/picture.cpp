#include "bench/detect/picture.hpp"

#include "models/letterbox.hpp"

#include <cstddef>
#include <fstream>
#include <iterator>

namespace brigade::bench {
namespace {

constexpr std::size_t kColours = 3;

std::vector<float> letterboxed(const vision::ImageView& picture, int size, models::ChannelOrder order) {
  std::vector<float> input(static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * kColours);
  models::Letterbox(size, size, {.order = order}).apply(picture, input);
  return input;
}

}  // namespace

Result<std::vector<std::uint8_t>> read_picture(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<std::uint8_t> pixels{std::istreambuf_iterator<char>(stream), {}};
  if (const std::size_t wanted = vision::packed_bytes(kPictureLayout); pixels.size() != wanted) {
    return failure("{} must hold a picture of {}x{} as I420, {} bytes, and has {}", file.string(), kPictureLayout.width,
                   kPictureLayout.height, wanted, pixels.size());
  }
  return pixels;
}

std::vector<float> make_pixels(const vision::ImageView& picture, int size) {
  return letterboxed(picture, size, models::ChannelOrder::rgb);
}

std::vector<float> make_planes(const vision::ImageView& picture, int size) {
  const std::vector<float> pixels = letterboxed(picture, size, models::ChannelOrder::bgr);
  const std::size_t plane = pixels.size() / kColours;
  std::vector<float> planes(pixels.size());
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    planes[i % kColours * plane + i / kColours] = pixels[i];
  }
  return planes;
}

Result<void> write_floats(const std::filesystem::path& file, std::span<const float> values) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size_bytes()));
  if (!stream.flush()) {
    return failure("{} cannot be written: is there such a folder, and room in it?", file.string());
  }
  return {};
}

}  // namespace brigade::bench
