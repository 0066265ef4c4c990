#include "stages/track/mot_rows.hpp"

#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <array>
#include <fstream>
#include <locale>
#include <string>
#include <vector>

using namespace brigade::stages;
using brigade::vision::TrackedObject;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string error_of(std::string_view text, MotColumns columns = MotColumns::category) {
  const auto rows = parse_mot_rows(text, "t.txt", columns);
  REQUIRE_FALSE(rows.has_value());
  return rows.error().message;
}

}  // namespace

TEST_CASE("tracked objects become MOTChallenge rows of fixed decimals") {
  const std::array objects = {
      TrackedObject{.id = 3, .box = {.x = -1.5F, .y = 2.25F, .width = 30, .height = 40.126F}, .score = 0.75F},
      TrackedObject{.id = 4, .box = {.x = 1e6F, .y = 0, .width = 1, .height = 1}, .score = 1, .category = 79}};
  std::string text = "1,1,0.00,0.00,1.00,1.00,1.0000,0,-1,-1\n";
  append_mot_rows(text, 12, objects);
  CHECK(text ==
        "1,1,0.00,0.00,1.00,1.00,1.0000,0,-1,-1\n"
        "12,3,-1.50,2.25,30.00,40.13,0.7500,0,-1,-1\n"
        "12,4,1000000.00,0.00,1.00,1.00,1.0000,79,-1,-1\n");
}

TEST_CASE("rows that were written are read back") {
  const std::array objects = {
      TrackedObject{.id = 1, .box = {.x = -10.5F, .y = 20.25F, .width = 5, .height = 7.75F}, .score = 0.5F},
      TrackedObject{.id = 2, .box = {.x = 3, .y = 4, .width = 5, .height = 6}, .score = 0.25F, .category = 16}};
  std::string text;
  append_mot_rows(text, 1, objects);
  append_mot_rows(text, 2, {});
  append_mot_rows(text, 3, objects);
  const auto rows = parse_mot_rows(text, "t.txt");
  REQUIRE(rows.has_value());
  REQUIRE(rows->size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    const TrackedObject& object = objects.at(i % 2);
    CHECK((*rows)[i] == MotRow{.frame = i < 2 ? 1 : 3,
                               .id = object.id,
                               .box = object.box,
                               .score = object.score,
                               .category = object.category,
                               .line = static_cast<std::int64_t>(i) + 1});
  }
}

TEST_CASE("a locale with a decimal comma changes neither what is written nor what is read") {
  struct Comma : std::numpunct<char> {
    [[nodiscard]] char do_decimal_point() const override { return ','; }
    [[nodiscard]] char do_thousands_sep() const override { return '.'; }
    [[nodiscard]] std::string do_grouping() const override { return "\3"; }
  };
  const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));
  std::string text;
  append_mot_rows(text, 12345, std::array{TrackedObject{.id = 1, .box = {.x = 1.5F, .width = 2, .height = 3}}});
  const auto rows = parse_mot_rows(text, "t.txt");
  std::locale::global(before);
  CHECK(text == "12345,1,1.50,0.00,2.00,3.00,0.0000,0,-1,-1\n");
  REQUIRE(rows.has_value());
  CHECK(rows->front().frame == 12345);
  CHECK(rows->front().box.x == 1.5F);
}

TEST_CASE("rows may end in CRLF, hold blanks, come in any order and have empty lines between") {
  const auto rows = parse_mot_rows("2,5,1,1,1,1,1\r\n\r\n 1 , -1, 3 ,4,5,6,0.5,-1,-1,-1\r\n\n2,4,1,1,1,1,1", "t.txt");
  REQUIRE(rows.has_value());
  REQUIRE(rows->size() == 3);
  CHECK((*rows)[0] == MotRow{.frame = 1,
                             .id = -1,
                             .box = {.x = 3, .y = 4, .width = 5, .height = 6},
                             .score = 0.5F,
                             .category = -1,
                             .line = 3});
  CHECK((*rows)[1].id == 5);
  CHECK((*rows)[2].id == 4);
}

TEST_CASE("an empty text has no rows") {
  CHECK(parse_mot_rows("", "t.txt").value().empty());
  CHECK(parse_mot_rows("\r\n\n", "t.txt").value().empty());
}

TEST_CASE("coordinates in the world are not taken for a class") {
  const std::string_view text = "1,2,223,181,36,104,1,-1.407,9.0212,0.68774\n1,3,1,1,1,1,1,7,7,7\n";
  const auto rows = parse_mot_rows(text, "gt.txt", MotColumns::world);
  REQUIRE(rows.has_value());
  CHECK((*rows)[0].category == -1);
  CHECK((*rows)[1].category == -1);
  CHECK(error_of(text) == "t.txt:1: the class -1.407 is not a whole number from -1 on");
}

TEST_CASE("each malformed row is refused with its file and line") {
  const std::string good = "1,1,0,0,1,1,1,0,-1,-1\n";
  CHECK(error_of(good + "1,1,0,0,1,1\n") == "t.txt:2: has 6 columns, not 7 to 10");
  CHECK(error_of(good + good + "1,1,0,0,1,1,1,0,-1,-1,-1\n") == "t.txt:3: has 11 columns, not 7 to 10");
  CHECK(error_of("hello\n") == "t.txt:1: has 1 columns, not 7 to 10");
  CHECK(error_of("\n1,1,a,0,1,1,1\n") == "t.txt:2: the x 'a' is not a finite number");
  CHECK(error_of("1,1,0,1.5x,1,1,1\n") == "t.txt:1: the y '1.5x' is not a finite number");
  CHECK(error_of("1,1,0,,1,1,1\n") == "t.txt:1: the y '' is not a finite number");
  CHECK(error_of("1,1,0,0,1,1,1,0,-1,?\n") == "t.txt:1: the column 10 '?' is not a finite number");
  CHECK(error_of("0,1,0,0,1,1,1\n") == "t.txt:1: the frame 0 is not a whole number from 1 on");
  CHECK(error_of("1.5,1,0,0,1,1,1\n") == "t.txt:1: the frame 1.5 is not a whole number from 1 on");
  CHECK(error_of("1e300,1,0,0,1,1,1\n") == "t.txt:1: the frame 1e+300 is not a whole number from 1 on");
  CHECK(error_of("1,-2,0,0,1,1,1\n") == "t.txt:1: the id -2 is not a whole number from -1 on");
  CHECK(error_of("1,1.5,0,0,1,1,1\n") == "t.txt:1: the id 1.5 is not a whole number from -1 on");
  CHECK(error_of("1,1,0,0,-1,1,1\n") == "t.txt:1: the size -1 x 1 is negative");
  CHECK(error_of("1,1,0,0,1,-0.5,1\n") == "t.txt:1: the size 1 x -0.5 is negative");
  CHECK(error_of("1,1,1e300,0,1,1,1\n") == "t.txt:1: a number of the box or the score is too large");
  CHECK(error_of("1,1,0,0,1,1,1,-2\n") == "t.txt:1: the class -2 is not a whole number from -1 on");
  CHECK(error_of("1,1,0,0,1,1,1,1e10\n") == "t.txt:1: the class 10000000000 is not a whole number from -1 on");
}

TEST_CASE("numbers that are not finite are refused") {
  for (const std::string number : {"nan", "NaN", "inf", "-inf", "1e999", "0x10"}) {
    CHECK(error_of("1,1," + number + ",0,1,1,1\n") == "t.txt:1: the x '" + number + "' is not a finite number");
  }
}

TEST_CASE("a file is read, and one that cannot be is named") {
  const brigade::tests::TemporaryFolder folder;
  const auto file = folder.path() / "det.txt";
  CHECK_THAT(read_mot_rows(file).error().message, ContainsSubstring(file.string()));
  CHECK_THAT(read_mot_rows(folder.path()).error().message, ContainsSubstring(folder.path().string()));
  std::ofstream(file) << "1,-1,0,0,1,1,1\n1,-1,0,0,1,-1,1\n";
  CHECK(read_mot_rows(file).error().message == file.string() + ":2: the size 1 x -1 is negative");
  std::ofstream(file, std::ios::trunc) << "1,-1,0,0,1,1,1\n";
  CHECK(read_mot_rows(file).value().size() == 1);
  std::ofstream(file, std::ios::trunc).flush();
  CHECK(read_mot_rows(file).value().empty());
}

TEST_CASE("the rows of MOTChallenge's own files are read") {
  const auto sequence = brigade::tests::require_shared_data() / "data" / "mot15" / "TUD-Campus";
  const auto truth = read_mot_rows(sequence / "gt" / "gt.txt", MotColumns::world);
  const auto detections = read_mot_rows(sequence / "det" / "det.txt");
  REQUIRE(truth.has_value());
  REQUIRE(detections.has_value());
  CHECK(truth->size() == 359);
  CHECK(truth->back().frame == 71);
  CHECK(detections->front().id == -1);
}
