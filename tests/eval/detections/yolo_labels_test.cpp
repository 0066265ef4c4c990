#include "eval/detections/yolo_labels.hpp"

#include "tests/eval/test_files.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <string>

using brigade::eval::read_yolo_folders;
using brigade::eval::read_yolo_labels;
using brigade::eval::TrueObject;
using brigade::tests::TemporaryFolder;
using brigade::tests::write_black_png;
using brigade::tests::write_text;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

/// The error that a label file with this content gives.
std::string error_of(std::string_view content) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.txt";
  write_text(path, content);
  const auto labels = read_yolo_labels(path, 640, 480);
  REQUIRE(!labels);
  CHECK_THAT(labels.error().message, StartsWith(path.string() + ": "));
  return labels.error().message;
}

/// A folder with images/ and labels/, both empty.
struct Folders {
  Folders() {
    std::filesystem::create_directory(images);
    std::filesystem::create_directory(labels);
  }

  TemporaryFolder folder;
  std::filesystem::path images = folder.path() / "images";
  std::filesystem::path labels = folder.path() / "labels";
};

}  // namespace

TEST_CASE("a line of a YOLO label file becomes a box in pixels") {
  const TemporaryFolder folder;
  write_text(folder.path() / "a.txt", "0 0.5 0.5 0.25 0.5\n79 0.125 1 0 1e-1\n");
  const auto objects = read_yolo_labels(folder.path() / "a.txt", 640, 480);
  REQUIRE(objects);
  REQUIRE(objects->size() == 2);
  CHECK((*objects)[0] == TrueObject{.box = {.x = 240, .y = 120, .width = 160, .height = 240}, .category = 0});
  CHECK((*objects)[1] == TrueObject{.box = {.x = 80, .y = 456, .width = 0, .height = 48}, .category = 79});
}

TEST_CASE("empty lines, blanks, line ends of Windows and a missing last line end are no trouble") {
  const TemporaryFolder folder;
  write_text(folder.path() / "a.txt", "\r\n  0\t0.5 0.5  0.5 0.5 \r\n\n1 0.5 0.5 0.5 0.5");
  const auto objects = read_yolo_labels(folder.path() / "a.txt", 100, 100);
  REQUIRE(objects);
  REQUIRE(objects->size() == 2);
  CHECK((*objects)[1].category == 1);
}

TEST_CASE("a wrong line of a label file is named with what is wrong") {
  CHECK_THAT(error_of("0 .5 .5 .5 .5\n\n0 .5 .5 .5\n"), ContainsSubstring("line 3: 4 numbers"));
  CHECK_THAT(error_of("0 .5 .5 .5 .5 .9\n"), ContainsSubstring("line 1: 6 numbers"));
  CHECK_THAT(error_of("0 .5 nan .5 .5\n"), ContainsSubstring("line 1: 'nan' is not a number"));
  CHECK_THAT(error_of("0 .5 inf .5 .5\n"), ContainsSubstring("'inf' is not a number"));
  CHECK_THAT(error_of("0 .5 .5 .5 .5x\n"), ContainsSubstring("'.5x' is not a number"));
  CHECK_THAT(error_of("0 .5 .5 -.1 .5\n"), ContainsSubstring("'-.1' is not a number from 0 to 1"));
  CHECK_THAT(error_of("0 320 .5 .1 .5\n"), ContainsSubstring("'320' is not a number from 0 to 1"));
  CHECK_THAT(error_of("80 .5 .5 .5 .5\n"), ContainsSubstring("class '80'"));
  CHECK_THAT(error_of("-1 .5 .5 .5 .5\n"), ContainsSubstring("class '-1'"));
  CHECK_THAT(error_of("1.0 .5 .5 .5 .5\n"), ContainsSubstring("class '1.0'"));
  CHECK_THAT(error_of("person .5 .5 .5 .5\n"), ContainsSubstring("class 'person'"));
  CHECK_THAT(error_of(std::string_view("\0\0\0\0", 4)), ContainsSubstring("line 1"));
}

TEST_CASE("a folder gives its images by name, with no objects where there is no label file") {
  const Folders data;
  write_black_png(data.images / "b.png", 200, 100);
  write_black_png(data.images / "a.png", 64, 32);
  write_text(data.labels / "b.txt", "2 0.5 0.5 1 1\n");
  const auto images = read_yolo_folders(data.images, data.labels);
  REQUIRE(images);
  REQUIRE(images->size() == 2);
  CHECK((*images)[0].name == "a");
  CHECK((*images)[0].objects.empty());
  CHECK((*images)[1].name == "b");
  REQUIRE((*images)[1].objects.size() == 1);
  CHECK((*images)[1].objects[0].box == brigade::vision::Box{.x = 0, .y = 0, .width = 200, .height = 100});
}

TEST_CASE("folders that do not fit together are refused with the file that is wrong") {
  const Folders data;
  const auto error = [&] {
    const auto images = read_yolo_folders(data.images, data.labels);
    REQUIRE(!images);
    return images.error().message;
  };
  CHECK_THAT(error(), ContainsSubstring(data.images.string()) && ContainsSubstring("no images"));

  write_black_png(data.images / "a.png", 8, 8);
  write_text(data.labels / "c.txt", "");
  write_text(data.labels / "b.txt", "");
  CHECK_THAT(error(), StartsWith((data.labels / "b.txt").string()) && ContainsSubstring("no image"));
  std::filesystem::remove(data.labels / "b.txt");
  std::filesystem::remove(data.labels / "c.txt");

  write_black_png(data.images / "a.bmp", 8, 8);  // what a file holds matters, not how it is named
  CHECK_THAT(error(), ContainsSubstring("a.bmp") && ContainsSubstring("a.png"));
  std::filesystem::remove(data.images / "a.bmp");

  write_text(data.images / "b.jpg", "not an image");
  CHECK_THAT(error(), ContainsSubstring("b.jpg"));
  std::filesystem::remove(data.images / "b.jpg");

  std::filesystem::create_directory(data.labels / "a.txt");
  CHECK_THAT(error(), ContainsSubstring("a.txt") && ContainsSubstring("cannot be read"));
  std::filesystem::remove_all(data.labels);
  CHECK_THAT(error(), StartsWith(data.labels.string()) && ContainsSubstring("cannot be read"));
  std::filesystem::remove_all(data.images);
  CHECK_THAT(error(), StartsWith(data.images.string()) && ContainsSubstring("cannot be read"));
}
