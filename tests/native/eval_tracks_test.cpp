#include "tests/native/program.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace brigade::tests;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr const char* kTwoFrames = "1,1,0,0,10,10,1,-1,-1,-1\n2,1,0,0,10,10,1,-1,-1,-1\n";

/// A truth and tracks in files, for the program to judge.
struct Files {
  explicit Files(const std::string& truth_text = kTwoFrames, const std::string& tracks_text = kTwoFrames) {
    std::ofstream(truth, std::ios::binary) << truth_text;
    std::ofstream(tracks, std::ios::binary) << tracks_text;
  }

  TemporaryFolder folder;
  std::string truth = (folder.path() / "gt.txt").string();
  std::string tracks = (folder.path() / "t.txt").string();
};

/// The one sentence with which the program refuses.
std::string refusal(const std::vector<std::string>& arguments) {
  const auto end = run_brigade(arguments);
  INFO(end.errors);
  CHECK(end.exit_code == 1);
  CHECK(end.output.empty());
  CHECK(std::ranges::count(end.errors, '\n') == 1);
  CHECK(end.errors.starts_with("brigade: "));
  return end.errors;
}

std::string refusal(const Files& files) { return refusal({"eval", "--truth", files.truth, "--tracks", files.tracks}); }

}  // namespace

TEST_CASE("tracks are judged by the program, each sequence and all combined") {
  const Files good;
  const Files half(kTwoFrames, "1,1,0,0,10,10,1\r\n");
  const auto end = run_brigade({"eval", "--truth", good.truth, "--tracks", good.tracks, "--truth", half.truth,
                                "--tracks", half.tracks, "--json"});
  INFO(end.errors);
  REQUIRE(end.exit_code == 0);
  const auto scores = nlohmann::json::parse(end.output);
  CHECK(scores["sequences"][0]["HOTA"] == 1.0);
  CHECK(scores["sequences"][1]["HOTA"] == 0.5);
  CHECK(scores["combined"]["MOTA"] == 0.75);
  CHECK(scores["combined"]["FN"] == 1);
  const auto table = run_brigade({"eval", "--truth", half.truth, "--tracks", half.tracks});
  CHECK(table.exit_code == 0);
  CHECK_THAT(table.output, ContainsSubstring("HOTA") && ContainsSubstring("0.5000") && !ContainsSubstring("combined"));
}

TEST_CASE("tracks that the program itself wrote can be judged") {
  const TemporaryFolder folder;
  const auto tracks = (folder.path() / "t.txt").string();
  const auto ran = run_brigade({"run", sample(), "--size", "320", "--frames", "10", "--quiet", "--tracks", tracks});
  INFO(ran.errors);
  REQUIRE(ran.exit_code == 0);
  const auto judged = run_brigade({"eval", "--truth", tracks, "--tracks", tracks, "--json"});
  INFO(judged.errors);
  REQUIRE(judged.exit_code == 0);
  CHECK(nlohmann::json::parse(judged.output)["combined"]["HOTA"] == 1.0);
}

TEST_CASE("a truth without tracks, and tracks without a truth, are refused") {
  const Files files;
  CHECK_THAT(refusal({"eval", "--truth", files.truth}), ContainsSubstring("pairs") && ContainsSubstring("--help"));
  CHECK_THAT(refusal({"eval", "--tracks", files.tracks}), ContainsSubstring("pairs"));
  CHECK_THAT(refusal({"eval", "--truth", files.truth, "--tracks", files.tracks, "--truth", files.truth}),
             ContainsSubstring("--truth names 2 and --tracks 1"));
}

TEST_CASE("nothing to judge, half of it, or tracks and detections at once are refused") {
  const Files files;
  CHECK_THAT(refusal(std::vector<std::string>{"eval"}), ContainsSubstring("--truth") && ContainsSubstring("--images"));
  CHECK_THAT(refusal({"eval", "--images", files.folder.path().string()}), ContainsSubstring("--labels"));
  CHECK_THAT(refusal({"eval", "--truth", files.truth, "--tracks", files.tracks, "--detections", "d.json"}),
             ContainsSubstring("either"));
}

TEST_CASE("a file of tracks or of the truth that is not there is named") {
  const Files files;
  CHECK_THAT(refusal({"eval", "--truth", files.truth, "--tracks", "no-such.txt"}), ContainsSubstring("no-such.txt"));
  CHECK_THAT(refusal({"eval", "--truth", "no-such.txt", "--tracks", files.tracks}), ContainsSubstring("no-such.txt"));
  CHECK_THAT(refusal({"eval", "--truth", files.folder.path().string(), "--tracks", files.tracks}),
             ContainsSubstring(files.folder.path().string()));
}

TEST_CASE("a truth without objects is refused, tracks without rows have found nothing") {
  CHECK_THAT(refusal(Files("", kTwoFrames)), ContainsSubstring("gt.txt") && ContainsSubstring("no object"));
  const Files files(kTwoFrames, "");
  const auto end = run_brigade({"eval", "--truth", files.truth, "--tracks", files.tracks, "--json"});
  CHECK(end.exit_code == 0);
  CHECK(nlohmann::json::parse(end.output)["combined"]["FN"] == 2);
}

TEST_CASE("a row of tracks that cannot be judged is named with its file and line") {
  const auto refused_row = [](const std::string& row) { return refusal(Files(kTwoFrames, kTwoFrames + row)); };
  CHECK_THAT(refused_row("3,1,nan,0,10,10,1\n"), ContainsSubstring("t.txt:3: "));
  CHECK_THAT(refused_row("3,1,0,0,10,-10,1\r\n"), ContainsSubstring("t.txt:3: "));
  CHECK_THAT(refused_row("\n3,1e99,0,0,10,10,1\n"), ContainsSubstring("t.txt:4: "));
  CHECK_THAT(refused_row("2,1,5,5,10,10,1\n"), ContainsSubstring("t.txt:3: ") && ContainsSubstring("line 2"));
  CHECK_THAT(refused_row("3,-1,5,5,10,10,1\n"), ContainsSubstring("t.txt:3: "));
}
