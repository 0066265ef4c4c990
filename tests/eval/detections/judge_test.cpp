#include "eval/detections/judge.hpp"

#include "eval/detections/detections_json.hpp"
#include "eval/detections/scores_text.hpp"
#include "eval/detections/yolo_labels.hpp"
#include "tests/eval/test_files.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <string_view>

using brigade::eval::DetectionsWriter;
using brigade::eval::judge_detections;
using brigade::tests::TemporaryFolder;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using Catch::Matchers::WithinAbs;

namespace {

/// Two images, `a` with a person and a car, `b` with nothing; and detections to judge.
struct SmallTask {
  SmallTask() {
    std::filesystem::create_directory(images);
    std::filesystem::create_directory(labels);
    brigade::tests::write_black_png(images / "a.png", 100, 100);
    brigade::tests::write_black_png(images / "b.png", 100, 100);
    brigade::tests::write_text(labels / "a.txt", "0 0.5 0.5 0.5 0.5\n2 0.25 0.25 0.1 0.1\n");
  }

  [[nodiscard]] auto judge() const { return judge_detections(images, labels, detections); }

  TemporaryFolder folder;
  std::filesystem::path images = folder.path() / "images";
  std::filesystem::path labels = folder.path() / "labels";
  std::filesystem::path detections = folder.path() / "d.json";
};

constexpr std::string_view kPersonFound = R"({"image": "a", "category": 0, "score": 0.5, "bbox": [25, 25, 50, 50]})";

}  // namespace

TEST_CASE("a detections file is judged against a folder of labels") {
  const SmallTask task;
  brigade::tests::write_text(task.detections, "[" + std::string(kPersonFound) + "]");
  const auto scores = task.judge();
  REQUIRE(scores);
  CHECK_THAT(scores->mean.ap, WithinAbs(0.5, 1e-12));
  CHECK(scores->images == 2);
  CHECK(scores->objects == 2);
  CHECK(scores->detections == 1);
}

TEST_CASE("a detection in an image without objects is a false positive") {
  const SmallTask task;
  brigade::tests::write_text(
      task.detections,
      "[" + std::string(kPersonFound) + R"(, {"image": "b", "category": 0, "score": 0.6, "bbox": [25, 25, 50, 50]}])");
  const auto scores = task.judge();
  REQUIRE(scores);
  CHECK_THAT(scores->categories[0].precision.ap, WithinAbs(0.5, 1e-12));
}

TEST_CASE("a detection in an image that the folder does not hold is refused with its row") {
  const SmallTask task;
  brigade::tests::write_text(
      task.detections,
      "[" + std::string(kPersonFound) + R"(, {"image": "zebra", "category": 0, "score": 1, "bbox": [1, 2, 3, 4]}])");
  const auto scores = task.judge();
  REQUIRE(!scores);
  CHECK_THAT(scores.error().message, StartsWith(task.detections.string() + ": row 2: ") && ContainsSubstring("zebra") &&
                                         ContainsSubstring(task.images.string()));
}

TEST_CASE("labels without any object are refused") {
  const SmallTask task;
  std::filesystem::remove(task.labels / "a.txt");
  brigade::tests::write_text(task.detections, "[]");
  const auto scores = task.judge();
  REQUIRE(!scores);
  CHECK_THAT(scores.error().message, StartsWith(task.labels.string()) && ContainsSubstring("no object"));
}

TEST_CASE("scores as text and as JSON hold the mean and every category by its name") {
  constexpr std::array<std::string_view, 1> kLabels{"person"};
  const SmallTask task;
  brigade::tests::write_text(task.detections, "[" + std::string(kPersonFound) + "]");
  const auto scores = task.judge();
  REQUIRE(scores);
  CHECK(to_table(*scores, kLabels) ==
        "category         objects      AP    AP50    AP75\n"
        "person                 1  1.0000  1.0000  1.0000\n"
        "2                      1  0.0000  0.0000  0.0000\n"
        "mean of 2              2  0.5000  0.5000  0.5000\n");
  const auto json = nlohmann::json::parse(to_json(*scores, kLabels));
  CHECK(json["AP"] == 0.5);
  CHECK(json["AP75"] == 0.5);
  CHECK(json["images"] == 2);
  CHECK(json["categories"].size() == 2);
  CHECK(
      json["categories"][0] ==
      nlohmann::json{{"category", 0}, {"label", "person"}, {"objects", 1}, {"AP", 1.0}, {"AP50", 1.0}, {"AP75", 1.0}});
}

TEST_CASE("the truth given as detections has an AP of 1 on real photographs") {
  const auto data = brigade::tests::require_shared_data() / "data" / "coco64";
  const auto truth = brigade::eval::read_yolo_folders(data / "images", data / "labels");
  REQUIRE(truth);
  CHECK(truth->size() == 64);
  const TemporaryFolder folder;
  auto writer = DetectionsWriter::create(folder.path() / "truth.json");
  REQUIRE(writer);
  for (const auto& image : *truth) {
    for (const auto& object : image.objects) {
      REQUIRE(writer->write(image.name, {.box = object.box, .score = 0.5F, .category = object.category}, ""));
    }
  }
  REQUIRE(writer->finish());
  const auto scores = judge_detections(data / "images", data / "labels", folder.path() / "truth.json");
  REQUIRE(scores);
  CHECK(scores->mean.ap == 1);
  CHECK(scores->mean.ap50 == 1);
  CHECK(scores->mean.ap75 == 1);
  CHECK(scores->categories.size() == 63);
}
