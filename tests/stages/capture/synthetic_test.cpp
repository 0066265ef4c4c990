#include "stages/capture/synthetic.hpp"

#include "tests/stages/capture/video_files.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <set>

using namespace brigade;
using namespace brigade::stages;

namespace {

std::vector<std::uint8_t> draw(const SyntheticScene& scene, std::int64_t frame) {
  std::vector<std::uint8_t> pixels(vision::packed_bytes(synthetic_layout(scene.options)));
  draw_synthetic_frame(scene, frame, pixels);
  return pixels;
}

/// Y, U and V at one pixel.
std::array<std::uint8_t, 3> pixel(const vision::ImageView& view, int x, int y) {
  return {view.planes[0][y * view.strides[0] + x], view.planes[1][y / 2 * view.strides[1] + x / 2],
          view.planes[2][y / 2 * view.strides[2] + x / 2]};
}

bool contains(const vision::Box& box, int x, int y) {
  const auto column = static_cast<float>(x);
  const auto row = static_cast<float>(y);
  return column >= box.x && column < box.x + box.width && row >= box.y && row < box.y + box.height;
}

/// How many pixels do not show what the truth says: the last of the boxes over them, or the grey background.
int wrong_pixels(const SyntheticScene& scene, std::int64_t frame) {
  const std::vector<std::uint8_t> pixels = draw(scene, frame);
  const vision::ImageView view = vision::packed_view(synthetic_layout(scene.options), pixels);
  const std::vector<vision::TrackedObject> truth = synthetic_truth(scene, frame);
  int wrong = 0;
  for (int y = 0; y < scene.options.height; ++y) {
    for (int x = 0; x < scene.options.width; ++x) {
      const auto top = std::find_if(truth.rbegin(), truth.rend(),
                                    [&](const vision::TrackedObject& object) { return contains(object.box, x, y); });
      const std::array<std::uint8_t, 3> seen = pixel(view, x, y);
      const bool right = top == truth.rend() ? seen[1] == 128 && seen[2] == 128
                                             : seen == scene.objects[static_cast<std::size_t>(top->id - 1)].colour;
      wrong += right ? 0 : 1;
    }
  }
  return wrong;
}

}  // namespace

TEST_CASE("the truth of a synthetic scene matches its pixels") {
  const int width = GENERATE(64, 161);
  const int height = GENERATE(48, 121);
  const auto scene = make_synthetic_scene({.width = width, .height = height, .seed = 7, .objects = 5});
  REQUIRE(scene);
  for (const std::int64_t frame : {0, 1, 17, 299}) {
    CHECK(wrong_pixels(*scene, frame) == 0);
  }
}

TEST_CASE("synthetic objects stay inside the frame, even a long time later") {
  const auto scene = make_synthetic_scene({.width = 101, .height = 77, .objects = 20});
  REQUIRE(scene);
  for (const std::int64_t frame : {std::int64_t{0}, std::int64_t{333}, std::int64_t{1'000'000'000}}) {
    for (const vision::TrackedObject& object : synthetic_truth(*scene, frame)) {
      CHECK(object.box.x >= 0);
      CHECK(object.box.y >= 0);
      CHECK(object.box.x + object.box.width <= 101);
      CHECK(object.box.y + object.box.height <= 77);
    }
  }
}

TEST_CASE("the same seed gives the same frames, another one others") {
  const auto scene = make_synthetic_scene({.width = 64, .height = 48, .seed = 3});
  const auto again = make_synthetic_scene({.width = 64, .height = 48, .seed = 3});
  const auto other = make_synthetic_scene({.width = 64, .height = 48, .seed = 4});
  CHECK(draw(*scene, 9) == draw(*again, 9));
  CHECK(draw(*scene, 9) != draw(*other, 9));
}

TEST_CASE("a synthetic scene is the same on every machine") {
  const auto scene = make_synthetic_scene({.width = 64, .height = 48, .seed = 1, .objects = 2});
  const auto truth = synthetic_truth(*scene, 10);
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const std::uint8_t byte : draw(*scene, 10)) {
    hash = (hash ^ byte) * 1099511628211U;
  }
  CHECK(hash == 0x7df2a8943d4fd7dd);
  REQUIRE(truth.size() == 2);
  CHECK(truth[0] == vision::TrackedObject{.id = 1, .box = {40, 0, 10, 12}, .score = 1, .category = 0});
  CHECK(truth[1] == vision::TrackedObject{.id = 2, .box = {36, 22, 8, 16}, .score = 1, .category = 0});
}

TEST_CASE("every synthetic object has a colour of its own that the background has not") {
  const auto scene = make_synthetic_scene({.width = 32, .height = 32, .objects = 1000});
  REQUIRE(scene);
  std::set<std::array<std::uint8_t, 3>> colours;
  for (const SyntheticObject& object : scene->objects) {
    colours.insert(object.colour);
    CHECK_FALSE((object.colour[1] == 128 && object.colour[2] == 128));
  }
  CHECK(colours.size() == 1000);
}

TEST_CASE("a synthetic source gives its frames at its rate") {
  auto source = synthetic_source({.width = 32, .height = 32, .frames = 5, .frame_rate = {25, 1}});
  REQUIRE(source);
  CHECK(source->facts().frame_count == 5);
  CHECK_FALSE(source->facts().live);
  const tests::Reading reading = tests::read_all(*source);
  CHECK(reading.error.empty());
  CHECK(reading.times == tests::regular_times(5, std::chrono::milliseconds(40)));
  CHECK(std::ranges::count(reading.layouts, source->facts().layout) == 5);
}

TEST_CASE("synthetic options out of bounds are refused") {
  const auto options = GENERATE(SyntheticOptions{.width = 31}, SyntheticOptions{.height = 16385},
                                SyntheticOptions{.objects = -1}, SyntheticOptions{.objects = 1001},
                                SyntheticOptions{.frames = 0}, SyntheticOptions{.frame_rate = {0, 1}});
  const auto source = synthetic_source(options);
  REQUIRE_FALSE(source.has_value());
  CHECK(source.error().message.starts_with("synthetic: "));
}
