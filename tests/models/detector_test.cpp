#include "models/detector.hpp"

#include "models/decode_centernet.hpp"
#include "models/heat_map.hpp"
#include "models/labels.hpp"
#include "models/letterbox_geometry.hpp"
#include "stages/image_files/image_files.hpp"
#include "tests/models/allocations.hpp"
#include "tests/models/largest_values.hpp"
#include "tests/models/random_image.hpp"
#include "tests/support/test_data.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv is POSIX

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace brigade::models;
using brigade::stages::DecodedImage;
using brigade::tests::LargestValues;
using brigade::tests::RandomImage;
using brigade::vision::Box;
using brigade::vision::Detection;
using brigade::vision::HeatMap;
using brigade::vision::ImageView;
using brigade::vision::PixelFormat;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// Sets an environment variable for as long as the value lives.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    if (const char* before = getenv(name); before != nullptr) {  // NOLINT(concurrency-mt-unsafe)
      before_ = before;
    }
    setenv(name, value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  }
  ~Environment() {
    if (before_) {
      setenv(name_, before_->c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    } else {
      unsetenv(name_);  // NOLINT(concurrency-mt-unsafe)
    }
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  Environment(Environment&&) = delete;
  Environment& operator=(Environment&&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

std::string refusal(const DetectorOptions& options) {
  const auto detector = Detector::create(options);
  REQUIRE_FALSE(detector);
  return detector.error().message;
}

Detector create(const DetectorOptions& options) {
  auto detector = Detector::create(options);
  if (!detector) {
    FAIL(detector.error().message);
  }
  return std::move(*detector);
}

/// A table for six with chairs around it, two people, a television: COCO val2017, image 139.
DecodedImage dining_room() {
  const auto path = brigade::tests::require_shared_data() / "data/coco64/images/000000000139.jpg";
  auto image = brigade::stages::read_image(path);
  REQUIRE(image);
  return std::move(*image);
}

/// At the model's own size, with all pixels of its outputs.
Network load_whole(const ModelEntry& entry) {
  auto network = Network::load({.model_json = weights_folder() / entry.graph.name,
                                .input_width = entry.size,
                                .input_height = entry.size,
                                .output_names = {entry.output_names.begin(), entry.output_names.end()},
                                .threads = 1});
  REQUIRE(network);
  return std::move(*network);
}

std::vector<Detection> detections(Detector& detector, const ImageView& image) {
  const auto found = detector.detect(image);
  REQUIRE(found);
  return {found->begin(), found->end()};
}

bool holds(const std::vector<Detection>& found, std::string_view label, const Box& box, float overlap) {
  return std::ranges::any_of(found, [&](const Detection& detection) {
    return detection.category == find_category(coco_labels(), label) &&
           intersection_over_union(detection.box, box) > overlap;
  });
}

/// The middle of the hottest cell, in pixels of the image.
Box hottest_place(const HeatMap& map) {
  const auto cells = std::ptrdiff_t{map.width} * map.height;
  const auto hottest = std::max_element(map.scores.begin(), map.scores.begin() + cells) - map.scores.begin();
  const auto column = static_cast<float>(hottest % map.width);
  const auto row = static_cast<float>(hottest / map.width);
  return {.x = map.area.x + (column + 0.5F) * map.area.width / static_cast<float>(map.width),
          .y = map.area.y + (row + 0.5F) * map.area.height / static_cast<float>(map.height)};
}

bool contains(const Box& box, const Box& place) {
  return place.x > box.x && place.x < box.x + box.width && place.y > box.y && place.y < box.y + box.height;
}

}  // namespace

TEST_CASE("a detector refuses options that make no sense") {
  CHECK_THAT(refusal({.model = "resnet"}), ContainsSubstring("unknown model 'resnet'"));
  CHECK_THAT(refusal({.size = 500}), ContainsSubstring("500 must be a multiple of 32"));
  CHECK_THAT(refusal({.size = -32}), ContainsSubstring("-32 must be"));
  CHECK_THAT(refusal({.size = 4096}), ContainsSubstring("to 2048"));
  CHECK_THAT(refusal({.score = 1.5F}), ContainsSubstring("between 0 and 1"));
  CHECK_THAT(refusal({.score = -0.1F}), ContainsSubstring("between 0 and 1"));
  CHECK_THAT(refusal({.score = std::numeric_limits<float>::quiet_NaN()}), ContainsSubstring("between 0 and 1"));
  CHECK_THAT(refusal({.threads = 0}), ContainsSubstring("0 threads"));
  CHECK_THAT(refusal({.threads = -3}), ContainsSubstring("-3 threads"));
  CHECK_THAT(refusal({.threads = 100'000}), ContainsSubstring("1 to 256"));
  CHECK_THAT(refusal({.most = 0}), ContainsSubstring("at least 1"));
  CHECK_THAT(refusal({.categories = {80}}), ContainsSubstring("no category 80"));
  CHECK_THAT(refusal({.categories = {-1}}), ContainsSubstring("no category -1"));
}

TEST_CASE("a detector whose weights are not installed says how to get them") {
  const brigade::tests::TemporaryFolder empty;
  const Environment cache("BRIGADE_CACHE", empty.path().string());
  const std::string message = refusal({.model = "nanodet"});
  CHECK_THAT(message, ContainsSubstring(empty.path().string()));
  CHECK_THAT(message, ContainsSubstring("run script/bootstrap weights"));
  CHECK_FALSE(installed(*find_model("nanodet").value()));
}

TEST_CASE("the size is the model's own unless another is asked for") {
  CHECK(create({.model = "nanodet"}).size() == 416);
  CHECK(create({.model = "nanodet", .size = 320}).size() == 320);
}

TEST_CASE("the catalogue states the cost of each network to half a percent") {
  for (const ModelEntry& entry : catalogue()) {
    CAPTURE(entry.name);
    const Network network = load_whole(entry);
    CHECK_THAT(static_cast<double>(network.parameters()), WithinRel(static_cast<double>(entry.parameters), 0.005));
    CHECK_THAT(static_cast<double>(network.multiply_accumulates()),
               WithinRel(static_cast<double>(entry.multiply_accumulates), 0.005));
  }
}

TEST_CASE("detections are those of a network that computes its outputs whole") {
  const DecodedImage image = dining_room();
  Detector detector = create({.score = 0.05F});
  CHECK(detector.network().output(1).values.empty());
  const auto found = detections(detector, image.view());
  Network network = load_whole(detector.model());
  std::ranges::copy(detector.network().input(), network.input().begin());
  REQUIRE(network.run());
  std::vector<Detection> expected;
  decode_centernet(
      {.logits = network.output(0), .largest = LargestValues(network.output(0)).view()},
      [&](int row, int column) { return network.pixel(1, row, column); }, {.score = 0.05F}, expected);
  const auto geometry = letterbox_geometry(image.layout.width, image.layout.height, detector.size(), detector.size());
  CHECK(found.size() > 10);
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(found[i].score == expected[i].score);
    CHECK(found[i].category == expected[i].category);
    const Box box = geometry.to_image(expected[i].box);
    CHECK_THAT(found[i].box.x, WithinAbs(std::max(box.x, 0.0F), 1e-2));
    CHECK_THAT(found[i].box.y, WithinAbs(std::max(box.y, 0.0F), 1e-2));
  }
}

TEST_CASE("both models find the things in a picture") {
  const std::string model = GENERATE("centernet", "nanodet");
  CAPTURE(model);
  const DecodedImage image = dining_room();
  Detector detector = create({.model = model});
  const auto found = detections(detector, image.view());
  const Box person{.x = 413, .y = 158, .width = 53, .height = 138};
  const Box television{.x = 7, .y = 168, .width = 149, .height = 95};
  CHECK(holds(found, "person", person, 0.5F));
  CHECK(holds(found, "tv", television, 0.5F));
}

TEST_CASE("detections lie within the image, the best first, none below the score, no more than asked for") {
  const std::string model = GENERATE("centernet", "nanodet");
  const DecodedImage image = dining_room();
  Detector detector = create({.model = model, .score = 0.05F, .most = 20});
  const auto found = detections(detector, image.view());
  CHECK(found.size() <= 20);
  CHECK(found.size() > 10);
  CHECK(std::ranges::is_sorted(found, std::greater{}, &Detection::score));
  for (const Detection& detection : found) {
    CHECK(detection.score >= 0.05F);
    CHECK(detection.box.x >= 0);
    CHECK(detection.box.y >= 0);
    CHECK(detection.box.x + detection.box.width <= static_cast<float>(image.layout.width) + 1e-3F);
    CHECK(detection.box.y + detection.box.height <= static_cast<float>(image.layout.height) + 1e-3F);
    CHECK(area(detection.box) > 0);
  }
}

TEST_CASE("asking for one class gives what that class has among all") {
  const DecodedImage image = dining_room();
  Detector everything = create({.size = 320, .score = 0.1F, .most = 1000});
  Detector chairs = create({.size = 320, .score = 0.1F, .most = 1000, .categories = {56}});
  auto expected = detections(everything, image.view());
  std::erase_if(expected, [](const Detection& detection) { return detection.category != 56; });
  CHECK(expected.size() > 1);
  CHECK(detections(chairs, image.view()) == expected);
}

TEST_CASE("results do not depend on the number of threads nor on the images before") {
  const DecodedImage image = dining_room();
  const RandomImage other({.format = PixelFormat::i420, .width = 100, .height = 300}, 2);
  Detector one = create({.size = 320, .score = 0.05F, .threads = 1});
  Detector two = create({.size = 320, .score = 0.05F, .threads = brigade::tests::thread_counts().back()});
  const auto expected = detections(one, image.view());
  (void)detections(two, other.view());
  CHECK(detections(two, image.view()) == expected);
}

TEST_CASE("a detector takes every format and the smallest image") {
  const auto format =
      GENERATE(PixelFormat::i420, PixelFormat::nv12, PixelFormat::bgr, PixelFormat::rgb, PixelFormat::rgba);
  Detector detector = create({.size = 64});
  for (const int side : {1, 2, 33}) {
    const RandomImage image({.format = format, .width = side, .height = side}, 1);
    CHECK(detector.detect(image.view()).has_value());
  }
}

TEST_CASE("an image without pixels is refused") {
  Detector detector = create({.size = 64});
  CHECK_FALSE(detector.detect({}));
  CHECK_FALSE(detector.detect({.layout = {.format = PixelFormat::i420, .width = 4, .height = 4}}));
}

TEST_CASE("detecting allocates nothing once it has begun") {
  const std::string model = GENERATE("centernet", "nanodet");
  Detector detector = create({.model = model, .size = 160, .score = 0.01F});
  const RandomImage image({.format = PixelFormat::i420, .width = 320, .height = 240}, 4);
  const ImageView view = image.view();
  (void)detections(detector, view);
  const auto before = brigade::tests::allocations();
  const bool found = detector.detect(view).has_value();
  const auto after = brigade::tests::allocations();
  CHECK(found);
  CHECK(after == before);
}

TEST_CASE("a category is hottest where its best detection lies, as hot as its score") {
  const std::string model = GENERATE("centernet", "nanodet");
  const int size = GENERATE(0, 1056);  // the second has more cells than a heat map holds
  CAPTURE(model, size);
  const DecodedImage image = dining_room();
  Detector detector = create({.model = model, .size = size});
  const int person = *find_category(coco_labels(), "person");
  const auto found = detections(detector, image.view());
  const auto best = std::ranges::find(found, person, &Detection::category);
  REQUIRE(best != found.end());
  HeatMap map;
  detector.heat_map(person, map);
  CHECK(map.category == person);
  CHECK(contains(best->box, hottest_place(map)));
  const auto hottest = static_cast<float>(*std::ranges::max_element(map.scores)) / 255;
  CHECK_THAT(hottest, WithinAbs(best->score, 0.5 / 255 + 1e-6));
  // As wide as the image, which is wider than high.
  CHECK_THAT(map.area.width, WithinRel(static_cast<float>(image.layout.width), 0.02F));
  CHECK_THAT(map.area.height, WithinRel(static_cast<float>(image.layout.height), 0.05F));
}

TEST_CASE("a heat map that is wanted shows all that a network computes, one that is not no more than that") {
  const DecodedImage image = dining_room();
  Detector detector = create({.score = 0.5F});
  Network network = load_whole(detector.model());
  const int chair = *find_category(coco_labels(), "chair");
  HeatMap map;
  const auto warm_cells = [&] { return std::ranges::count_if(map.scores, [](int score) { return score > 0; }); };
  (void)detections(detector, image.view());
  detector.heat_map(chair, map);
  const auto unwanted = warm_cells();
  detector.want_heat_maps(true);
  (void)detections(detector, image.view());
  detector.heat_map(chair, map);
  CHECK(warm_cells() > unwanted);
  const auto scores = map.scores;

  std::ranges::copy(detector.network().input(), network.input().begin());
  REQUIRE(network.run());
  fill_heat_map(std::array{ClassLogits{.logits = network.output(0)}},
                {.stride = kCenternetStride, .offset = -0.5F * kCenternetStride},
                letterbox_geometry(image.layout.width, image.layout.height, detector.size(), detector.size()), chair,
                map);
  CHECK(map.scores == scores);
}

TEST_CASE("a category that a model has not leaves an empty heat map") {
  Detector detector = create({.size = 64});
  HeatMap map;
  map.width = 5;
  detector.heat_map(80, map);
  CHECK(map.width == 0);
  map.width = 5;
  detector.heat_map(-1, map);
  CHECK(map.width == 0);
}

TEST_CASE("a detector asked for other things gives what one made for them gives") {
  const DecodedImage image = dining_room();
  Detector changed = create({.size = 320, .score = 0.7F});
  Detector made = create({.size = 320, .score = 0.1F, .categories = {56, 62}});
  const std::vector<int> categories{62, 56, 62};
  REQUIRE(changed.set_decoding(0.1F, categories));
  const auto expected = detections(made, image.view());
  CHECK(expected.size() > 1);
  CHECK(detections(changed, image.view()) == expected);

  CHECK_THAT(changed.set_decoding(1.1F, {}).error().message, ContainsSubstring("between 0 and 1"));
  CHECK_THAT(changed.set_decoding(0.5F, std::vector{80}).error().message, ContainsSubstring("no category 80"));
  CHECK(detections(changed, image.view()) == expected);

  const auto before = brigade::tests::allocations();
  const bool set = changed.set_decoding(0.2F, categories).has_value();
  CHECK(brigade::tests::allocations() == before);
  CHECK(set);
}
