#include "vision/image.hpp"

#include <catch2/catch_test_macros.hpp>

#include <numeric>
#include <vector>

using namespace brigade::vision;

TEST_CASE("an odd-sized i420 frame rounds its chroma planes up") {
  const ImageLayout layout{.format = PixelFormat::i420, .width = 5, .height = 3};
  CHECK(packed_bytes(layout) == 5 * 3 + 2 * (3 * 2));
}

TEST_CASE("an odd-sized nv12 frame rounds its chroma plane up") {
  const ImageLayout layout{.format = PixelFormat::nv12, .width = 5, .height = 3};
  CHECK(packed_bytes(layout) == 5 * 3 + 6 * 2);
}

TEST_CASE("a packed view finds each plane behind the one before") {
  const ImageLayout layout{.format = PixelFormat::i420, .width = 4, .height = 2};
  const std::vector<std::uint8_t> pixels(packed_bytes(layout));
  const ImageView view = packed_view(layout, pixels);
  CHECK(view.planes[1] == pixels.data() + 8);
  CHECK(view.planes[2] == pixels.data() + 10);
  CHECK(view.strides[0] == 4);
  CHECK(view.strides[2] == 2);
}

TEST_CASE("copying leaves the gaps between rows behind") {
  std::vector<std::uint8_t> padded(2 * 16);
  std::iota(padded.begin(), padded.end(), std::uint8_t{0});
  const ImageView view{
      .layout = {.format = PixelFormat::rgb, .width = 2, .height = 2}, .planes = {padded.data()}, .strides = {16}};
  std::vector<std::uint8_t> packed(packed_bytes(view.layout));
  copy_packed(view, packed);
  CHECK(packed == std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21});
}
