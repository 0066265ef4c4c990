#include "stages/render/heat_overlay.hpp"

#include <catch2/catch_test_macros.hpp>
#include <opencv2/core.hpp>

#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace brigade;
using stages::Colour;
using vision::HeatMap;

const cv::Scalar kGrey(90, 90, 90, 7);

/// 4x3 cells of 20 pixels each, over the whole of an 80x60 picture; all cold.
HeatMap cold_map() {
  HeatMap map;
  map.width = 4;
  map.height = 3;
  map.area = {.x = 0, .y = 0, .width = 80, .height = 60};
  return map;
}

int touched(const cv::Mat& picture) {
  const cv::Mat before(picture.size(), picture.type(), kGrey);
  int count = 0;
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const cv::Mat pixel = picture(cv::Rect(x, y, 1, 1));
      count += cv::norm(pixel, before(cv::Rect(x, y, 1, 1)), cv::NORM_INF) > 0 ? 1 : 0;
    }
  }
  return count;
}

double luminance(const stages::HeatColour& heat) { return stages::relative_luminance(heat.colour); }

}  // namespace

TEST_CASE("the ramp is nothing where it is cold, then ever lighter and more opaque") {
  CHECK(stages::heat_colour(0).opacity == 0);
  CHECK(stages::heat_colour(14).opacity == 0);
  for (int score = 16; score < 256; ++score) {
    const auto before = stages::heat_colour(static_cast<std::uint8_t>(score - 1));
    const auto here = stages::heat_colour(static_cast<std::uint8_t>(score));
    CHECK(here.opacity >= before.opacity);
    CHECK(luminance(here) >= luminance(before) - 0.002);
  }
  CHECK(stages::heat_colour(255).opacity > 128);
  CHECK(luminance(stages::heat_colour(255)) > 0.8);
}

TEST_CASE("a cold map leaves the picture as it is") {
  cv::Mat picture(60, 80, CV_8UC3, kGrey);
  HeatMap map = cold_map();
  stages::draw_heat(picture, map);
  map.scores.fill(14);
  stages::draw_heat(picture, map);
  stages::draw_heat(picture, HeatMap());
  CHECK(touched(picture) == 0);
}

TEST_CASE("a hot cell shows its colour in its middle, fading to nothing in its neighbours' middles") {
  cv::Mat picture(60, 80, CV_8UC3, kGrey);
  HeatMap map = cold_map();
  map.row(1)[2] = 255;
  stages::draw_heat(picture, map);
  const std::uint8_t* middle = picture.ptr(30, 50);
  const auto [colour, opacity] = stages::heat_colour(242);  // half a pixel off the middle, both ways
  CHECK(std::abs(middle[0] - (90 + (colour.blue - 90) * opacity / 256)) <= 6);
  CHECK(std::abs(middle[1] - (90 + (colour.green - 90) * opacity / 256)) <= 6);
  CHECK(std::abs(middle[2] - (90 + (colour.red - 90) * opacity / 256)) <= 6);
  CHECK(touched(picture(cv::Rect(0, 0, 30, 60))) == 0);
  CHECK(touched(picture(cv::Rect(70, 0, 10, 60))) == 0);
  CHECK(touched(picture(cv::Rect(0, 0, 80, 10))) == 0);
  CHECK(touched(picture(cv::Rect(0, 50, 80, 10))) == 0);
  CHECK(touched(picture(cv::Rect(41, 21, 18, 18))) == 18 * 18);
}

TEST_CASE("the map is blended bilinearly, to its edges and no further") {
  cv::Mat picture(60, 80, CV_8UC4, kGrey);
  HeatMap map = cold_map();
  map.area = {.x = 20, .y = 30, .width = 40, .height = 15};  // cells of 10x5
  map.scores.fill(200);
  stages::draw_heat(picture, map);
  CHECK(touched(picture) == 40 * 15);
  CHECK(touched(picture(cv::Rect(20, 30, 40, 15))) == 40 * 15);
  const auto [colour, opacity] = stages::heat_colour(200);
  for (const int x : {20, 39, 59}) {
    const std::uint8_t* pixel = picture.ptr(30, x);
    CHECK(std::abs(pixel[0] - (90 + (colour.red - 90) * opacity / 256)) <= 3);
    CHECK(std::abs(pixel[2] - (90 + (colour.blue - 90) * opacity / 256)) <= 3);
    CHECK(pixel[3] == 7);
  }
}

TEST_CASE("a score between two cells is the mean of theirs by distance") {
  cv::Mat picture(60, 80, CV_8UC3, kGrey);
  HeatMap map = cold_map();
  for (int row = 0; row < 3; ++row) {
    map.row(row)[0] = 40;
    map.row(row)[1] = 240;
  }
  stages::draw_heat(picture, map);
  for (int x = 10; x < 30; ++x) {
    const double score = 40 + 200 * (x + 0.5 - 10) / 20;
    const auto [colour, opacity] = stages::heat_colour(static_cast<std::uint8_t>(score));
    CHECK(std::abs(picture.ptr(20, x)[1] - (90 + (colour.green - 90) * opacity / 256)) <= 2);
  }
}

TEST_CASE("a map that reaches past the picture, or lies beside it, is drawn where it can be seen") {
  cv::Mat picture(60, 80, CV_8UC3, kGrey);
  HeatMap map = cold_map();
  map.scores.fill(255);
  map.area = {.x = -500, .y = -500, .width = 510, .height = 520};
  stages::draw_heat(picture, map);
  CHECK(touched(picture) == 10 * 20);
  CHECK(touched(picture(cv::Rect(0, 0, 10, 20))) == 10 * 20);
  for (const vision::Box& beside :
       {vision::Box{200, 0, 50, 50}, vision::Box{-60, 0, 50, 50}, vision::Box{0, 70, 9, 9}}) {
    map.area = beside;
    stages::draw_heat(picture, map);
  }
  CHECK(touched(picture) == 10 * 20);
}
