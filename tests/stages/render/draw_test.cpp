#include "stages/render/draw.hpp"

#include "stages/render/colours.hpp"

#include <catch2/catch_test_macros.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace {

using namespace brigade;
using namespace std::chrono_literals;
using stages::Colour;

constexpr std::array<std::string_view, 2> kLabels{"person", "bicycle"};
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// Lines of two pixels, letters of twelve; trails so wide that their middle is covered wholly.
stages::Style test_style() {
  stages::Style style;
  style.trail_width = 9;
  return style;
}

cv::Mat grey_picture(int width = 320, int height = 240) { return {height, width, CV_8UC3, cv::Scalar(90, 90, 90)}; }

Colour pixel(const cv::Mat& picture, int x, int y) {
  const std::uint8_t* at = picture.ptr(y, x);
  return {.red = at[2], .green = at[1], .blue = at[0]};
}

constexpr Colour kGrey{.red = 90, .green = 90, .blue = 90};

bool same(const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_INF) == 0; }

int count_of(const cv::Mat& picture, Colour colour) {
  cv::Mat mask;
  const cv::Scalar level(colour.blue, colour.green, colour.red);
  cv::inRange(picture, level, level, mask);
  return cv::countNonZero(mask);
}

vision::TrackedObject person(std::int64_t id, const vision::Box& box) {
  return {.id = id, .box = box, .score = 0.87F, .category = 0};
}

}  // namespace

TEST_CASE("a box is a line of its id's colour along its edges, with a darker rim, and nothing else but its label") {
  cv::Mat picture = grey_picture();
  const vision::Box box{.x = 100, .y = 80, .width = 60, .height = 100};
  const std::array tracks{person(5, box)};
  const stages::Style style = test_style();
  stages::draw_tracks(picture, tracks, kLabels, nullptr, style);

  const Colour colour = stages::colour_of(5);
  CHECK(pixel(picture, 130, 180) == colour);
  CHECK(pixel(picture, 100, 130) == colour);
  CHECK(pixel(picture, 160, 130) == colour);
  const int outside = style.line / 2 + style.halo;
  CHECK(pixel(picture, 130, 180 + outside - 1) == Colour{.red = 36, .green = 36, .blue = 36});

  // The box's inside, and everything that lies beside box and label.
  CHECK(count_of(picture(cv::Rect(104, 84, 52, 92)), kGrey) == 52 * 92);
  CHECK(count_of(picture(cv::Rect(0, 80, 100 - outside, 160)), kGrey) == (100 - outside) * 160);
  CHECK(count_of(picture(cv::Rect(0, 184, 320, 56)), kGrey) == 320 * 56);
  CHECK(count_of(picture(cv::Rect(0, 0, 320, 50)), kGrey) == 320 * 50);
}

TEST_CASE("a label lies above its box: text in black or white on the id's colour") {
  cv::Mat picture = grey_picture();
  const std::array tracks{person(5, {.x = 100, .y = 80, .width = 60, .height = 100})};
  stages::draw_tracks(picture, tracks, kLabels, nullptr, test_style());

  const cv::Mat above = picture(cv::Rect(90, 50, 180, 28));
  CHECK(count_of(above, stages::colour_of(5)) > 300);
  CHECK(count_of(above, stages::text_colour_on(stages::colour_of(5))) > 20);
}

TEST_CASE("a label whose box touches an edge of the picture stays inside it, in full") {
  const stages::Style style = test_style();
  const auto plate_pixels = [&](const vision::Box& box) {
    cv::Mat picture = grey_picture();
    const std::array tracks{person(5, box)};
    stages::draw_tracks(picture, tracks, kLabels, nullptr, style);
    return count_of(picture, stages::text_colour_on(stages::colour_of(5)));
  };
  const int in_the_middle = plate_pixels({.x = 100, .y = 80, .width = 60, .height = 60});
  CHECK(in_the_middle > 0);
  CHECK(plate_pixels({.x = 0, .y = 0, .width = 60, .height = 60}) == in_the_middle);
  CHECK(plate_pixels({.x = 290, .y = 0, .width = 60, .height = 60}) == in_the_middle);
  CHECK(plate_pixels({.x = -40, .y = 200, .width = 60, .height = 60}) == in_the_middle);
}

TEST_CASE("nothing is drawn past the picture's edges, whatever the boxes") {
  const std::array<vision::Box, 8> boxes{{{.x = -50, .y = -50, .width = 100, .height = 100},
                                          {.x = 280, .y = 200, .width = 100, .height = 100},
                                          {.x = -1e9F, .y = -1e9F, .width = 2e9F, .height = 2e9F},
                                          {.x = 1e30F, .y = 5, .width = 1e30F, .height = 10},
                                          {.x = 310, .y = 230, .width = 0.2F, .height = 0.2F},
                                          {.x = 319, .y = 239, .width = 1, .height = 1},
                                          {.x = -3e38F, .y = 0, .width = 3e38F, .height = 3e38F},
                                          {.x = 1000, .y = 1000, .width = 50, .height = 50}}};
  const cv::Mat whole(400, 500, CV_8UC3, cv::Scalar(90, 90, 90));
  cv::Mat picture = whole(cv::Rect(90, 80, 320, 240));
  stages::Trails trails;
  std::vector<vision::TrackedObject> tracks;
  for (const int step : {0, 1, 2}) {
    tracks.clear();
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      vision::Box box = boxes[i];
      box.x += static_cast<float>(step) * 40;
      tracks.push_back(person(static_cast<std::int64_t>(i), box));
    }
    trails.update(tracks, step * 200ms);
  }
  stages::draw_tracks(picture, tracks, kLabels, &trails, test_style());

  const int changed = 320 * 240 - count_of(picture, kGrey);
  CHECK(changed > 0);
  CHECK(400 * 500 - count_of(whole, kGrey) == changed);
}

TEST_CASE("boxes that are not finite, have no extent or lie outside leave no trace") {
  cv::Mat picture = grey_picture();
  const std::array tracks{person(1, {.x = kNan, .y = 10, .width = 10, .height = 10}),
                          person(2, {.x = 10, .y = 10, .width = kInfinity, .height = 10}),
                          person(3, {.x = -kInfinity, .y = 10, .width = 10, .height = 10}),
                          person(4, {.x = 10, .y = 10, .width = 0, .height = 10}),
                          person(5, {.x = 10, .y = 10, .width = 10, .height = -4}),
                          person(6, {.x = 400, .y = 10, .width = 10, .height = 10})};
  stages::Trails trails;
  trails.update(tracks, 0ms);
  trails.update(tracks, 100ms);
  stages::draw_tracks(picture, tracks, kLabels, &trails, test_style());
  CHECK(same(picture, grey_picture()));
}

TEST_CASE("a label shows category, id and score") {
  const auto draw = [](const vision::TrackedObject& track, std::span<const std::string_view> labels, bool scores) {
    cv::Mat picture = grey_picture();
    stages::Style style = test_style();
    style.scores = scores;
    stages::draw_tracks(picture, {&track, 1}, labels, nullptr, style);
    return picture;
  };
  const vision::TrackedObject track = person(5, {.x = 100, .y = 80, .width = 60, .height = 100});
  const cv::Mat usual = draw(track, kLabels, true);
  vision::TrackedObject surer = track;
  surer.score = 0.88F;
  CHECK_FALSE(same(usual, draw(surer, kLabels, true)));
  CHECK(same(draw(track, kLabels, false), draw(surer, kLabels, false)));
  vision::TrackedObject other = track;
  other.category = 1;
  CHECK_FALSE(same(usual, draw(other, kLabels, true)));
  other.category = 17;
  constexpr std::array<std::string_view, 1> kSpelt{"class 17"};
  CHECK(same(draw(other, kLabels, true), draw(track, kSpelt, true)));
}

TEST_CASE("long labels and foreign letters are shown as far as they go") {
  constexpr std::array<std::string_view, 1> kLong{
      "a very long label that would not fit into any picture of this width at all, even less with \xC3\xA9\xC3\xA8"};
  cv::Mat picture = grey_picture(64, 48);
  const std::array tracks{person(1, {.x = 10, .y = 10, .width = 20, .height = 20})};
  stages::draw_tracks(picture, tracks, kLong, nullptr, test_style());
  CHECK(count_of(picture, stages::colour_of(1)) > 0);
}

TEST_CASE("on a browser's canvas the same picture appears, and alpha stays") {
  cv::Mat bgr = grey_picture();
  cv::Mat rgba(240, 320, CV_8UC4, cv::Scalar(90, 90, 90, 123));
  const std::array tracks{person(5, {.x = 100, .y = 80, .width = 60, .height = 100})};
  stages::Trails trails;
  trails.update(std::array{person(5, {.x = 40, .y = 60, .width = 60, .height = 100})}, 0ms);
  trails.update(tracks, 500ms);
  const stages::Style style = test_style();
  stages::draw_tracks(bgr, tracks, kLabels, &trails, style);
  stages::draw_tracks(rgba, tracks, kLabels, &trails, style);

  cv::Mat as_bgr;
  cv::cvtColor(rgba, as_bgr, cv::COLOR_RGBA2BGR);
  CHECK(same(bgr, as_bgr));
  cv::Mat alpha;
  cv::extractChannel(rgba, alpha, 3);
  CHECK(same(alpha, cv::Mat(240, 320, CV_8UC1, cv::Scalar(123))));
}

TEST_CASE("a trail runs along the way of its object's foot") {
  cv::Mat picture = grey_picture();
  stages::Trails trails;
  for (int step = 0; step <= 10; ++step) {
    trails.update(
        std::array{person(9, {.x = 20.0F + 20.0F * static_cast<float>(step), .y = 50, .width = 20, .height = 100})},
        step * 100ms);
  }
  const std::array tracks{person(9, {.x = 220, .y = 50, .width = 20, .height = 100})};
  stages::draw_tracks(picture, tracks, kLabels, &trails, test_style());
  for (const int x : {60, 100, 140, 200}) {
    CHECK(pixel(picture, x, 150) == stages::colour_of(9));
    CHECK(pixel(picture, x, 158) == kGrey);
    CHECK(pixel(picture, x, 142) == kGrey);
  }
}

TEST_CASE("detections are drawn in the colour of their category") {
  cv::Mat picture = grey_picture();
  const std::array detections{
      vision::Detection{.box = {.x = 100, .y = 80, .width = 60, .height = 100}, .score = 0.5F, .category = 1}};
  stages::draw_detections(picture, detections, kLabels, test_style());
  CHECK(pixel(picture, 130, 180) == stages::colour_of(1));
}

TEST_CASE("lines and letters grow with the picture") {
  const stages::Style small = stages::style_for({320, 240});
  const stages::Style large = stages::style_for({3840, 2160});
  CHECK(small.line >= 1);
  CHECK(large.line >= 6);
  CHECK(large.font.capital_height() >= 3 * small.font.capital_height());
  CHECK(stages::style_for({1, 1}).line >= 1);
}
