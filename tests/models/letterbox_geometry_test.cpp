#include "models/letterbox_geometry.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using namespace brigade::models;
using brigade::vision::Box;
using Catch::Matchers::WithinAbs;

TEST_CASE("a wide image lies across the input with black above and below") {
  const LetterboxGeometry geometry = letterbox_geometry(1280, 720, 512, 512);
  CHECK(geometry.width == 512);
  CHECK(geometry.height == 288);
  CHECK(geometry.offset_x == 0);
  CHECK(geometry.offset_y == 112);
}

TEST_CASE("a tall image stands in the input with black left and right") {
  const LetterboxGeometry geometry = letterbox_geometry(360, 720, 512, 512);
  CHECK(geometry.width == 256);
  CHECK(geometry.height == 512);
  CHECK(geometry.offset_x == 128);
  CHECK(geometry.offset_y == 0);
}

TEST_CASE("the thinnest images keep at least one pixel") {
  CHECK(letterbox_geometry(10000, 1, 512, 512).height == 1);
  CHECK(letterbox_geometry(1, 10000, 512, 512).width == 1);
}

TEST_CASE("a single pixel fills the input") {
  const LetterboxGeometry geometry = letterbox_geometry(1, 1, 320, 320);
  CHECK(geometry == LetterboxGeometry{.width = 320, .height = 320, .scale_x = 320, .scale_y = 320});
}

TEST_CASE("a box around the resized image is a box around the image") {
  const LetterboxGeometry geometry = letterbox_geometry(333, 251, 416, 416);
  const Box box = geometry.to_image({.x = static_cast<float>(geometry.offset_x),
                                     .y = static_cast<float>(geometry.offset_y),
                                     .width = static_cast<float>(geometry.width),
                                     .height = static_cast<float>(geometry.height)});
  CHECK_THAT(box.x, WithinAbs(0, 1e-3));
  CHECK_THAT(box.y, WithinAbs(0, 1e-3));
  CHECK_THAT(box.width, WithinAbs(333, 1e-3));
  CHECK_THAT(box.height, WithinAbs(251, 1e-3));
}
