#include "eval/tracks/judge.hpp"

#include "eval/tracks/scores_text.hpp"
#include "tests/eval/test_files.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <string>
#include <string_view>

using brigade::eval::judge_tracks;
using brigade::eval::sequence_name;
using brigade::eval::TrackFiles;
using brigade::eval::TrackScores;
using brigade::tests::TemporaryFolder;
using brigade::tests::write_text;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using Catch::Matchers::WithinAbs;

namespace {

/// A truth and tracks in files of their own.
struct SmallTask {
  SmallTask(std::string_view truth, std::string_view tracks) {
    write_text(files.truth, truth);
    write_text(files.tracks, tracks);
  }

  [[nodiscard]] auto judge() const { return judge_tracks(std::array{files}); }

  /// Why it is refused.
  [[nodiscard]] std::string error() const {
    const auto judged = judge();
    REQUIRE(!judged);
    return judged.error().message;
  }

  TemporaryFolder folder;
  TrackFiles files{.truth = folder.path() / "street.txt", .tracks = folder.path() / "t.txt"};
};

constexpr std::string_view kTwoFrames = "1,1,0,0,10,10,1,-1,-1,-1\n2,1,0,0,10,10,1,-1,-1,-1\n";

void check_scores(const TrackScores& scores, const nlohmann::json& known) {
  constexpr double kRounding = 1e-6;  // the known scores have six decimals
  CHECK_THAT(scores.hota, WithinAbs(known["HOTA"].get<double>(), kRounding));
  CHECK_THAT(scores.deta, WithinAbs(known["DetA"].get<double>(), kRounding));
  CHECK_THAT(scores.assa, WithinAbs(known["AssA"].get<double>(), kRounding));
  CHECK_THAT(scores.mota, WithinAbs(known["MOTA"].get<double>(), kRounding));
  CHECK_THAT(scores.motp, WithinAbs(known["MOTP"].get<double>(), kRounding));
  CHECK_THAT(scores.idf1, WithinAbs(known["IDF1"].get<double>(), kRounding));
  CHECK(scores.id_switches == known["IDSW"].get<double>());
  CHECK(scores.fragmentations == known["Frag"].get<double>());
  CHECK(scores.false_positives == known["FP"].get<double>());
  CHECK(scores.false_negatives == known["FN"].get<double>());
}

}  // namespace

TEST_CASE("SORT on six sequences of MOT15 has the scores that TrackEval gives it") {
  const auto data = brigade::tests::require_shared_data() / "data" / "mot15";
  const auto known = nlohmann::json::parse(std::ifstream(data / "sort-trackeval-scores.json"));
  std::vector<TrackFiles> files;
  for (const auto& [name, scores] : known.items()) {
    if (name != "COMBINED_SEQ") {
      files.push_back({.truth = data / name / "gt" / "gt.txt", .tracks = data / name / "sort-tracks.txt"});
    }
  }
  const auto judged = judge_tracks(files);
  REQUIRE(judged);
  REQUIRE(judged->sequences.size() == 6);
  for (const auto& [name, scores] : judged->sequences) {
    CAPTURE(name);
    check_scores(scores, known.at(name));
  }
  CAPTURE("combined");
  check_scores(judged->combined, known.at("COMBINED_SEQ"));
}

TEST_CASE("the example of py-motmetrics has the scores that it gives") {
  const auto data = brigade::tests::require_shared_data() / "data" / "motmetrics" / "TUD-Campus";
  const auto judged = judge_tracks(std::array{TrackFiles{.truth = data / "gt.txt", .tracks = data / "test.txt"}});
  REQUIRE(judged);
  CHECK(judged->sequences[0].sequence == "TUD-Campus");
  const TrackScores& scores = judged->combined;
  CHECK_THAT(scores.idf1, WithinAbs(0.558, 0.0005));
  CHECK_THAT(scores.mota, WithinAbs(0.526, 0.0005));
  CHECK(scores.false_positives == 13);
  CHECK(scores.false_negatives == 150);
  CHECK(scores.id_switches == 7);
}

TEST_CASE("a sequence is called by the folder of its truth, or by the file") {
  CHECK(sequence_name("mot15/TUD-Campus/gt/gt.txt") == "TUD-Campus");
  CHECK(sequence_name("/data/TUD-Campus/gt.txt") == "TUD-Campus");
  CHECK(sequence_name("truth/street.txt") == "street");
  CHECK(sequence_name("gt/gt.txt") == "gt");
  CHECK(sequence_name("gt.txt") == "gt");
  CHECK(sequence_name("/gt.txt") == "gt");
}

TEST_CASE("rows in any order, with CRLF, blanks and empty lines, are judged as if written well") {
  const auto judged = SmallTask(kTwoFrames, "\r\n2, 5,0,0,10,10,1\r\n\r\n1,5,0,0,10,10,0.5,-1,-1,-1\r\n").judge();
  REQUIRE(judged);
  CHECK(judged->combined ==
        TrackScores{.hota = 1, .deta = 1, .assa = 1, .mota = 1, .motp = 1, .idf1 = 1, .objects = 2});
}

TEST_CASE("tracks without a row have found nothing") {
  const auto judged = SmallTask(kTwoFrames, "").judge();
  REQUIRE(judged);
  CHECK(judged->combined == TrackScores{.false_negatives = 2, .objects = 2});
}

TEST_CASE("a truth without an object is refused, unless that of another sequence has one") {
  const SmallTask empty("1,1,0,0,10,10,0,-1,-1,-1\n", kTwoFrames);
  CHECK_THAT(empty.error(), StartsWith(empty.files.truth.string()) && ContainsSubstring("no object"));
  const SmallTask ordinary(kTwoFrames, kTwoFrames);
  const auto judged = judge_tracks(std::array{empty.files, ordinary.files});
  REQUIRE(judged);
  CHECK(judged->sequences[0].scores == TrackScores{.false_positives = 2});
  CHECK(judged->combined.false_positives == 2);
  CHECK(judged->combined.mota == 0);
}

TEST_CASE("an id that stands twice in a frame is named with both lines") {
  const std::string twice = "2,7,0,0,10,10,1\n1,7,0,0,10,10,1\n\n2,7,5,0,10,10,1\n";
  const SmallTask tracks(kTwoFrames, twice);
  CHECK(tracks.error() == tracks.files.tracks.string() +
                              ":4: frame 2 already has the id 7 in line 1: an id may stand only once in a frame");
  const SmallTask truth(twice, kTwoFrames);
  CHECK_THAT(truth.error(), StartsWith(truth.files.truth.string() + ":4: "));
}

TEST_CASE("detections, which have no ids, are not taken for tracks") {
  const SmallTask task(kTwoFrames, "1,1,0,0,10,10,1\n2,-1,0,0,10,10,1\n");
  CHECK_THAT(task.error(), StartsWith(task.files.tracks.string() + ":2: ") && ContainsSubstring("id -1"));
}

TEST_CASE("a row that is not one is named with its file and line") {
  const auto error_of = [](std::string_view row) {
    const SmallTask task(kTwoFrames, std::string(kTwoFrames) + std::string(row));
    CHECK_THAT(task.error(), StartsWith(task.files.tracks.string() + ":3: "));
    return task.error();
  };
  CHECK_THAT(error_of("3,1,nan,0,10,10,1\n"), ContainsSubstring("nan"));
  CHECK_THAT(error_of("3,1,0,0,inf,10,1\n"), ContainsSubstring("inf"));
  CHECK_THAT(error_of("3,1,0,0,-10,10,1\n"), ContainsSubstring("negative"));
  CHECK_THAT(error_of("3,1e300,0,0,10,10,1\n"), ContainsSubstring("id"));
  CHECK_THAT(error_of("3,1,0,0,10\n"), ContainsSubstring("columns"));
  CHECK_THAT(error_of("0,1,0,0,10,10,1\n"), ContainsSubstring("frame 0"));
}

TEST_CASE("ids and frames may be as large as a file holds exactly") {
  const auto judged = SmallTask("1,1,0,0,9,9,1\n9000000000000000,1,0,0,9,9,1\n",
                                "1,9000000000000000,0,0,9,9,1\n9000000000000000,9000000000000000,0,0,9,9,1\n")
                          .judge();
  REQUIRE(judged);
  CHECK(judged->combined.hota == 1);
}

TEST_CASE("scores of tracks as text and as JSON hold every sequence and the combined row") {
  const SmallTask task(kTwoFrames, "1,1,0,0,10,10,1\n");
  const auto judged = judge_tracks(std::array{task.files, task.files});
  REQUIRE(judged);
  CHECK(to_table(*judged) ==
        "sequence  objects    HOTA    DetA    AssA     MOTA    MOTP    IDF1   IDSW   Frag      FP      FN\n"
        "street          2  0.5000  0.5000  0.5000   0.5000  1.0000  0.6667      0      0       0       1\n"
        "street          2  0.5000  0.5000  0.5000   0.5000  1.0000  0.6667      0      0       0       1\n"
        "combined        4  0.5000  0.5000  0.5000   0.5000  1.0000  0.6667      0      0       0       2\n");
  const auto json = nlohmann::json::parse(to_json(*judged));
  CHECK(json["sequences"].size() == 2);
  CHECK(json["sequences"][1]["sequence"] == "street");
  CHECK(json["sequences"][1]["HOTA"] == 0.5);
  CHECK(json["combined"] == nlohmann::json{{"HOTA", 0.5},
                                           {"DetA", 0.5},
                                           {"AssA", 0.5},
                                           {"MOTA", 0.5},
                                           {"MOTP", 1.0},
                                           {"IDF1", judged->combined.idf1},
                                           {"IDSW", 0},
                                           {"Frag", 0},
                                           {"FP", 0},
                                           {"FN", 2},
                                           {"objects", 4}});
}
