#include "stages/image_files/image_files.hpp"

#include "tests/stages/capture/video_files.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <numeric>

using namespace brigade;
using namespace brigade::stages;
using vision::PixelFormat;

namespace {

struct Picture {
  vision::ImageLayout layout;
  std::vector<std::uint8_t> pixels;

  [[nodiscard]] vision::ImageView view() const { return vision::packed_view(layout, pixels); }
};

/// Every byte different from its neighbours.
Picture make_picture(PixelFormat format) {
  Picture picture{.layout = {.format = format, .width = 5, .height = 3}, .pixels = {}};
  picture.pixels.resize(vision::packed_bytes(picture.layout));
  std::iota(picture.pixels.begin(), picture.pixels.end(), std::uint8_t{1});
  return picture;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("what is written as PNG is read back as RGB") {
  const tests::TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "picture.png";
  const auto format = GENERATE(PixelFormat::rgb, PixelFormat::bgr, PixelFormat::rgba);
  const Picture picture = make_picture(format);
  REQUIRE(write_png(path, picture.view()));
  CHECK(read_image_layout(path) == vision::ImageLayout{.format = PixelFormat::rgb, .width = 5, .height = 3});
  const auto image = read_image(path);
  REQUIRE(image);
  const std::size_t channels = format == PixelFormat::rgba ? 4 : 3;
  const std::size_t red = format == PixelFormat::bgr ? 2 : 0;
  for (std::size_t pixel = 0; pixel < 15; ++pixel) {
    CHECK(image->pixels[3 * pixel] == picture.pixels[channels * pixel + red]);
    CHECK(image->pixels[3 * pixel + 1] == picture.pixels[channels * pixel + 1]);
    CHECK(image->pixels[3 * pixel + 2] == picture.pixels[channels * pixel + 2 - red]);
  }
}

TEST_CASE("rows with gaps between them are written without the gaps") {
  const tests::TemporaryFolder folder;
  const auto format = GENERATE(PixelFormat::rgb, PixelFormat::bgr);
  const std::vector<std::uint8_t> pixels{1, 2, 3, 99, 99, 4, 5, 6, 99, 99};
  const vision::ImageView view{.layout = {.format = format, .width = 1, .height = 2},
                               .planes = {pixels.data(), nullptr, nullptr},
                               .strides = {5, 0, 0}};
  REQUIRE(write_png(folder.path() / "gaps.png", view));
  const auto image = read_image(folder.path() / "gaps.png");
  REQUIRE(image);
  CHECK(image->pixels == (format == PixelFormat::rgb ? std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6}
                                                     : std::vector<std::uint8_t>{3, 2, 1, 6, 5, 4}));
}

TEST_CASE("a JPEG, a BMP and a grey PNG are read") {
  const tests::TemporaryFolder folder;
  const std::string name = GENERATE("red.jpg", "red.bmp", "grey.png");
  const std::string pixels = name == "grey.png" ? "gray" : name == "red.bmp" ? "bgr24" : "yuvj444p";
  const std::string path = (folder.path() / name).string();
  tests::run_ffmpeg("-f lavfi -i color=red:s=16x8 -frames:v 1 -pix_fmt " + pixels + " " + path);
  const auto image = read_image(path);
  REQUIRE(image);
  CHECK(image->layout == vision::ImageLayout{.format = PixelFormat::rgb, .width = 16, .height = 8});
  const bool is_grey = name == "grey.png";
  CHECK((is_grey ? image->pixels[0] == image->pixels[2] : image->pixels[0] > 240));
  CHECK((is_grey || image->pixels[1] < 16));
}

TEST_CASE("an image cut short is refused, not filled up with grey") {
  const tests::TemporaryFolder folder;
  const std::string extension = GENERATE("jpg", "png", "bmp");
  const int percent = GENERATE(30, 60, 97);
  const std::string whole = (folder.path() / ("whole." + extension)).string();
  const std::string cut = (folder.path() / ("cut." + extension)).string();
  tests::run_ffmpeg("-f lavfi -i testsrc=s=160x120 -frames:v 1 " + whole);
  tests::cut_file(whole, percent, cut);
  REQUIRE(read_image(whole));
  const auto image = read_image(cut);
  REQUIRE_FALSE(image.has_value());
  const std::string& error = image.error().message;
  CHECK((error.starts_with(cut + ": the image ends early") || error.starts_with(cut + ": the image is damaged")));
}

TEST_CASE("what is no image is refused in one sentence") {
  const tests::TemporaryFolder folder;
  const std::string path = (folder.path() / "image.png").string();
  SECTION("missing") { CHECK(contains(read_image(path).error().message, "No such file")); }
  SECTION("empty") {
    tests::write_file(path, "");
    CHECK(contains(read_image(path).error().message, "is empty (0 bytes)"));
  }
  SECTION("text") {
    tests::write_file(path, "just some text that is longer than any header");
    CHECK(contains(read_image(path).error().message, "not an image that can be read"));
  }
  SECTION("a folder") { CHECK_FALSE(read_image(folder.path()).has_value()); }
  SECTION("far too large") {
    // A BMP header that announces 65536 x 65536 pixels.
    std::string header("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\0\0\1\0\0\0\1\0\1\0\x18\0", 30);
    tests::write_file(path, header + std::string(100, '\0'));
    CHECK(contains(read_image(path).error().message, "65536x65536 pixels are more than can be held"));
  }
}

TEST_CASE("a PNG that cannot be written is noticed") {
  const tests::TemporaryFolder folder;
  const Picture picture = make_picture(PixelFormat::rgb);
  SECTION("the disk is full") {
    const auto written = write_png("/dev/full", picture.view());
    REQUIRE_FALSE(written.has_value());
    CHECK(contains(written.error().message, "No space left on device"));
    CHECK(std::filesystem::exists("/dev/full"));
  }
  SECTION("the folder is missing") {
    const auto written = write_png(folder.path() / "nowhere" / "x.png", picture.view());
    REQUIRE_FALSE(written.has_value());
    CHECK(contains(written.error().message, "No such file"));
  }
  SECTION("the pixels are not RGB") {
    const vision::ImageLayout i420{.format = PixelFormat::i420, .width = 2, .height = 2};
    const std::vector<std::uint8_t> pixels(vision::packed_bytes(i420));
    CHECK_FALSE(write_png(folder.path() / "x.png", vision::packed_view(i420, pixels)).has_value());
    CHECK_FALSE(std::filesystem::exists(folder.path() / "x.png"));
  }
}

TEST_CASE("a folder's images are listed by name, whatever the case of their extension") {
  const tests::TemporaryFolder folder;
  for (const char* name : {"c.JPG", "a.jpeg", "b.Png", "d.bmp", "e.gif", "jpg", "f.jpg.txt"}) {
    tests::write_file(folder.path() / name, "x");
  }
  std::filesystem::create_directory(folder.path() / "folder.png");
  const auto images = list_images(folder.path());
  REQUIRE(images);
  std::vector<std::string> names;
  for (const std::filesystem::path& path : *images) {
    names.push_back(path.filename().string());
  }
  CHECK(names == std::vector<std::string>{"a.jpeg", "b.Png", "c.JPG", "d.bmp"});
}

TEST_CASE("a folder that is missing cannot be listed") {
  const tests::TemporaryFolder folder;
  const auto images = list_images(folder.path() / "nowhere");
  REQUIRE_FALSE(images.has_value());
  CHECK(contains(images.error().message, "cannot be read"));
}
