#include "bench/detect/picture.hpp"

#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <fstream>
#include <vector>

using namespace brigade;
using namespace brigade::bench;

TEST_CASE("a picture that is too short is refused with what it must hold") {
  const tests::TemporaryFolder folder;
  const auto file = folder.path() / "picture.i420";
  std::ofstream(file) << "short";
  const auto pixels = read_picture(file);
  REQUIRE_FALSE(pixels);
  CHECK(pixels.error().message == file.string() + " must hold a picture of 1280x720 as I420, 1382400 bytes, and has 5");
}

TEST_CASE("planes hold the colours of the pixels, blue first") {
  std::vector<std::uint8_t> image(std::size_t{8} * 8 * 3);
  for (std::size_t i = 0; i < image.size(); ++i) {
    image[i] = static_cast<std::uint8_t>(i % 251);
  }
  const vision::ImageLayout layout{.format = vision::PixelFormat::rgb, .width = 8, .height = 8};
  const vision::ImageView view = vision::packed_view(layout, image);
  const std::vector<float> pixels = make_pixels(view, 32);
  const std::vector<float> planes = make_planes(view, 32);
  REQUIRE(planes.size() == pixels.size());
  constexpr std::size_t kPlane = std::size_t{32} * 32;
  for (std::size_t pixel = 0; pixel < kPlane; ++pixel) {
    for (std::size_t colour = 0; colour < 3; ++colour) {
      CHECK(planes[(2 - colour) * kPlane + pixel] == pixels[3 * pixel + colour]);
    }
  }
}

TEST_CASE("numbers that cannot be written are an error that names the file") {
  const auto written = write_floats("/no such folder/input.f32", std::vector<float>{1.0F});
  REQUIRE_FALSE(written);
  CHECK(written.error().message ==
        "/no such folder/input.f32 cannot be written: is there such a folder, and room in it?");
}
