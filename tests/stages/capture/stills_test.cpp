#include "stages/capture/stills.hpp"

#include "stages/image_files/image_files.hpp"
#include "tests/stages/capture/video_files.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace brigade;
using namespace brigade::stages;
using namespace std::chrono_literals;

namespace {

constexpr Fraction kTwoASecond{2, 1};

/// A PNG of one colour.
void write_still(const std::filesystem::path& path, int width, int height, std::uint8_t value) {
  const vision::ImageLayout layout{.format = vision::PixelFormat::rgb, .width = width, .height = height};
  const std::vector<std::uint8_t> pixels(vision::packed_bytes(layout), value);
  REQUIRE(write_png(path, vision::packed_view(layout, pixels)));
}

}  // namespace

TEST_CASE("a folder of images is read by name, each at its own size") {
  const tests::TemporaryFolder folder;
  write_still(folder.path() / "b.png", 8, 2, 20);
  write_still(folder.path() / "a.PNG", 3, 5, 10);
  write_still(folder.path() / "c.png", 1, 1, 30);
  tests::write_file(folder.path() / "notes.txt", "not an image");
  auto source = stills_source(folder.path(), kTwoASecond);
  REQUIRE(source);
  CHECK(source->facts().max_bytes == 48);
  CHECK(source->facts().frame_count == 3);
  const tests::Reading reading = tests::read_all(*source);
  CHECK(reading.error.empty());
  CHECK(reading.names == std::vector<std::string>{"a", "b", "c"});
  CHECK(reading.times == tests::regular_times(3, 500ms));
  REQUIRE(reading.frames() == 3);
  CHECK(reading.layouts[0] == vision::ImageLayout{.format = vision::PixelFormat::rgb, .width = 3, .height = 5});
  CHECK(reading.pixels[0] == std::vector<std::uint8_t>(45, 10));
  CHECK(reading.pixels[1] == std::vector<std::uint8_t>(48, 20));
  CHECK(reading.pixels[2] == std::vector<std::uint8_t>(3, 30));
}

TEST_CASE("a single image is a source of one frame") {
  const tests::TemporaryFolder folder;
  write_still(folder.path() / "one.png", 4, 4, 9);
  auto source = stills_source(folder.path() / "one.png", kTwoASecond);
  REQUIRE(source);
  const tests::Reading reading = tests::read_all(*source);
  CHECK(reading.names == std::vector<std::string>{"one"});
  CHECK(reading.error.empty());
}

TEST_CASE("a broken image among good ones is named after those before it were given") {
  const tests::TemporaryFolder folder;
  write_still(folder.path() / "a.png", 4, 4, 1);
  tests::write_file(folder.path() / "b.png", "\x89PNG\r\n\x1a\nbroken header");
  write_still(folder.path() / "c.png", 4, 4, 3);
  auto source = stills_source(folder.path(), kTwoASecond);
  REQUIRE(source);
  const tests::Reading reading = tests::read_all(*source);
  CHECK(reading.names == std::vector<std::string>{"a"});
  CHECK(reading.error.starts_with((folder.path() / "b.png").string() + ": not an image that can be read"));
}

TEST_CASE("a folder of broken images does not open") {
  const tests::TemporaryFolder folder;
  tests::write_file(folder.path() / "b.png", "nothing");
  tests::write_file(folder.path() / "c.jpg", "nothing");
  const auto source = stills_source(folder.path(), kTwoASecond);
  REQUIRE_FALSE(source.has_value());
  CHECK(source.error().message.starts_with((folder.path() / "b.png").string()));
}

TEST_CASE("a folder without images is refused") {
  const tests::TemporaryFolder folder;
  const auto source = stills_source(folder.path(), kTwoASecond);
  REQUIRE_FALSE(source.has_value());
  CHECK(source.error().message ==
        folder.path().string() + ": the folder holds no images: put jpg, jpeg, png or bmp files into it");
}
