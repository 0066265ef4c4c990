#include "eval/detections/detections_json.hpp"

#include "tests/eval/test_files.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <limits>
#include <sstream>
#include <string>

using brigade::eval::DetectionRow;
using brigade::eval::DetectionsWriter;
using brigade::eval::read_detections;
using brigade::tests::TemporaryFolder;
using brigade::vision::Detection;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

constexpr Detection kPerson{
    .box = {.x = -1.5F, .y = 0.1F, .width = 1e-6F, .height = 479.99997F}, .score = 0.33333334F, .category = 0};
constexpr Detection kBrush{.box = {.x = 1, .y = 2, .width = 3, .height = 4}, .score = 1, .category = 79};

std::string text_of(const std::filesystem::path& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The error of a file with this content.
std::string error_of(std::string_view content) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "d.json";
  brigade::tests::write_text(path, content);
  const auto rows = read_detections(path);
  REQUIRE(!rows);
  CHECK_THAT(rows.error().message, StartsWith(path.string() + ": "));
  return rows.error().message;
}

/// A good row with one field replaced.
std::string with(const std::string& field, const nlohmann::json& value) {
  nlohmann::json row{{"image", "a"}, {"category", 1}, {"label", "bicycle"}, {"score", 0.5}, {"bbox", {1, 2, 3, 4}}};
  const nlohmann::json good = row;
  row[field] = value;
  return nlohmann::json{good, row}.dump();
}

}  // namespace

TEST_CASE("detections come back as they were written, to the last bit") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "d.json";
  auto writer = DetectionsWriter::create(path);
  REQUIRE(writer);
  REQUIRE(writer->write("first", kPerson, "person"));
  REQUIRE(writer->write("a \"quoted\\ name\"\n, ä", kBrush, "toothbrush"));
  CHECK(writer->rows() == 2);
  REQUIRE(writer->finish());
  const auto rows = read_detections(path);
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  CHECK((*rows)[0] == DetectionRow{.image = "first", .detection = kPerson});
  CHECK((*rows)[1] == DetectionRow{.image = "a \"quoted\\ name\"\n, ä", .detection = kBrush});
}

TEST_CASE("a detections file is an array with a row a line") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "d.json";
  auto writer = DetectionsWriter::create(path);
  REQUIRE(writer);
  REQUIRE(writer->write("a", kBrush, "toothbrush"));
  REQUIRE(writer->write("b", kBrush, "toothbrush"));
  REQUIRE(writer->finish());
  CHECK(text_of(path) ==
        "[\n"
        R"({"image": "a", "category": 79, "label": "toothbrush", "score": 1, "bbox": [1, 2, 3, 4]})"
        ",\n"
        R"({"image": "b", "category": 79, "label": "toothbrush", "score": 1, "bbox": [1, 2, 3, 4]})"
        "\n]\n");
}

TEST_CASE("a file of no detections is an empty array") {
  const TemporaryFolder folder;
  auto writer = DetectionsWriter::create(folder.path() / "d.json");
  REQUIRE(writer);
  REQUIRE(writer->finish());
  const auto rows = read_detections(folder.path() / "d.json");
  REQUIRE(rows);
  CHECK(rows->empty());
}

TEST_CASE("a file that was never finished keeps its rows and is told from a whole one") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "d.json";
  {
    auto writer = DetectionsWriter::create(path);
    REQUIRE(writer);
    REQUIRE(writer->write("a", kBrush, "toothbrush"));
  }
  CHECK_THAT(text_of(path), ContainsSubstring(R"("bbox": [1, 2, 3, 4]})"));
  const auto rows = read_detections(path);
  REQUIRE(!rows);
  CHECK_THAT(rows.error().message, StartsWith(path.string()) && ContainsSubstring("cut off"));
}

TEST_CASE("what JSON cannot hold is refused, and the file stays good") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "d.json";
  auto writer = DetectionsWriter::create(path);
  REQUIRE(writer);
  Detection nan = kBrush;
  nan.score = std::numeric_limits<float>::quiet_NaN();
  const auto written = writer->write("a", nan, "toothbrush");
  REQUIRE(!written);
  CHECK_THAT(written.error().message, StartsWith(path.string()) && ContainsSubstring("finite"));
  Detection endless = kBrush;
  endless.box.width = std::numeric_limits<float>::infinity();
  CHECK(!writer->write("a", endless, "toothbrush"));
  const auto misnamed = writer->write("\xff", kBrush, "toothbrush");
  REQUIRE(!misnamed);
  CHECK_THAT(misnamed.error().message, ContainsSubstring("UTF-8"));
  CHECK(writer->rows() == 0);
  REQUIRE(writer->write("a", kBrush, "toothbrush"));
  REQUIRE(writer->finish());
  CHECK(read_detections(path)->size() == 1);
}

TEST_CASE("a full disk is noticed, at the latest on finishing") {
  auto writer = DetectionsWriter::create("/dev/full");
  REQUIRE(writer);
  REQUIRE(writer->write("a", kBrush, "toothbrush"));
  const auto finished = writer->finish();
  REQUIRE(!finished);
  CHECK_THAT(finished.error().message, StartsWith("/dev/full"));

  auto longer = DetectionsWriter::create("/dev/full");
  REQUIRE(longer);
  int written = 0;
  while (written < 100000 && longer->write("a", kBrush, "toothbrush")) {
    ++written;
  }
  CHECK(written < 100000);
  CHECK(longer->rows() == written);
  CHECK(!longer->write("a", kBrush, "toothbrush"));
  CHECK(!longer->finish());
}

TEST_CASE("a detections file in a folder that is missing is refused at once") {
  const TemporaryFolder folder;
  const auto writer = DetectionsWriter::create(folder.path() / "none" / "d.json");
  REQUIRE(!writer);
  CHECK_THAT(writer.error().message, ContainsSubstring("none"));
}

TEST_CASE("a file that is not a list of detections is refused") {
  CHECK_THAT(error_of(""), ContainsSubstring("not JSON"));
  CHECK_THAT(error_of("hello"), ContainsSubstring("not JSON") && ContainsSubstring("line 1"));
  CHECK_THAT(error_of("[{\"image\": \"a\"},\n {\"ima"), ContainsSubstring("line 2"));
  CHECK_THAT(error_of("[1e999]"), ContainsSubstring("not JSON"));
  CHECK_THAT(error_of("[\"\xff\"]"), ContainsSubstring("not JSON"));
  CHECK_THAT(error_of("{}"), ContainsSubstring("not a list"));
  CHECK_THAT(error_of("[1]"), ContainsSubstring("row 1: is not an object"));
  CHECK_THAT(error_of("[{}]"), ContainsSubstring("row 1: \"image\""));
  CHECK_THAT(error_of(std::string(100000, '[')), ContainsSubstring("not JSON"));
}

TEST_CASE("a field of the wrong kind is refused with its row") {
  CHECK_THAT(error_of(with("image", 139)), ContainsSubstring("row 2: \"image\""));
  CHECK_THAT(error_of(with("category", "person")), ContainsSubstring("row 2: \"category\""));
  CHECK_THAT(error_of(with("category", 1.5)), ContainsSubstring("\"category\""));
  CHECK_THAT(error_of(with("category", -1)), ContainsSubstring("\"category\""));
  CHECK_THAT(error_of(with("category", 80)), ContainsSubstring("\"category\""));
  CHECK_THAT(error_of(with("category", 1ULL << 63U)), ContainsSubstring("\"category\""));
  CHECK_THAT(error_of(with("score", "high")), ContainsSubstring("row 2: \"score\""));
  CHECK_THAT(error_of(with("score", nullptr)), ContainsSubstring("\"score\""));
  CHECK_THAT(error_of(with("score", 1.01)), ContainsSubstring("\"score\""));
  CHECK_THAT(error_of(with("score", -0.01)), ContainsSubstring("\"score\""));
  CHECK_THAT(error_of(with("bbox", {1, 2, 3})), ContainsSubstring("row 2: \"bbox\""));
  CHECK_THAT(error_of(with("bbox", {1, 2, 3, 4, 5})), ContainsSubstring("\"bbox\""));
  CHECK_THAT(error_of(with("bbox", {1, 2, "3", 4})), ContainsSubstring("\"bbox\""));
  CHECK_THAT(error_of(with("bbox", {1, 2, -3, 4})), ContainsSubstring("\"bbox\""));
  CHECK_THAT(error_of(with("bbox", {1, 2, 3, 1e300})), ContainsSubstring("\"bbox\""));
  CHECK_THAT(error_of(with("bbox", 4)), ContainsSubstring("\"bbox\""));
}

TEST_CASE("fields besides the row's own do not matter, nor does the label") {
  const TemporaryFolder folder;
  brigade::tests::write_text(folder.path() / "d.json",
                             R"([{"bbox": [1, 2, 3, 4], "score": 1, "category": 79, "image": "a", "area": 12}])");
  const auto rows = read_detections(folder.path() / "d.json");
  REQUIRE(rows);
  REQUIRE(rows->size() == 1);
  CHECK((*rows)[0] == DetectionRow{.image = "a", .detection = kBrush});
}

TEST_CASE("a detections file that is missing, or is a folder, is named") {
  const TemporaryFolder folder;
  const auto missing = read_detections(folder.path() / "d.json");
  REQUIRE(!missing);
  CHECK_THAT(missing.error().message, ContainsSubstring("d.json") && ContainsSubstring("cannot be read"));
  const auto directory = read_detections(folder.path());
  REQUIRE(!directory);
  CHECK_THAT(directory.error().message, ContainsSubstring("cannot be read"));
}
