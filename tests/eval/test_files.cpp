#include "tests/eval/test_files.hpp"

#include "stages/image_files/image_files.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <vector>

namespace brigade::tests {

void write_black_png(const std::filesystem::path& path, int width, int height) {
  const vision::ImageLayout layout{.format = vision::PixelFormat::rgb, .width = width, .height = height};
  const std::vector<std::uint8_t> pixels(vision::packed_bytes(layout));
  REQUIRE(stages::write_png(path, vision::packed_view(layout, pixels)));
}

void write_text(const std::filesystem::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  REQUIRE(file);
}

}  // namespace brigade::tests
