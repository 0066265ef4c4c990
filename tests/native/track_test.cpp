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

/// A sequence laid out as MOTChallenge does: SEQUENCE/det/det.txt, SEQUENCE/seqinfo.ini.
struct Sequence {
  explicit Sequence(const std::string& rows) {
    std::filesystem::create_directory(folder.path() / "det");
    std::ofstream(detections, std::ios::binary) << rows;
  }

  void say(const std::string& information) const { std::ofstream(folder.path() / "seqinfo.ini") << information; }

  [[nodiscard]] ProgramEnd track(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"track", detections, "--out", out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_brigade(arguments);
  }

  TemporaryFolder folder;
  std::string detections = (folder.path() / "det/det.txt").string();
  std::string out = (folder.path() / "tracks.txt").string();
};

constexpr const char* kOneWalker =
    "3,-1,14,0,20,40,0.9,-1,-1,-1\r\n1,-1,10,0,20,40,0.9,-1,-1,-1\r\n2,-1,12,0,20,40,0.9,-1,-1,-1\r\n";

void check_refused(const ProgramEnd& end, const std::string& why) {
  CHECK(end.exit_code == 1);
  CHECK(std::ranges::count(end.errors, '\n') == 1);
  CHECK_THAT(end.errors, ContainsSubstring(why));
}

}  // namespace

TEST_CASE("detections out of order and with CRLF become tracks that eval judges") {
  const Sequence sequence(kOneWalker);
  const auto end = sequence.track();
  INFO(end.errors);
  REQUIRE(end.exit_code == 0);
  CHECK_THAT(end.output, ContainsSubstring("3 frames") && ContainsSubstring("3 detections: 1 tracks"));
  const auto rows = read_text(sequence.out);
  CHECK(std::ranges::count(rows, '\n') == 3);
  CHECK(rows.starts_with("1,1,10.00,0.00,20.00,40.00,0.9000,-1,-1,-1\n"));
  const auto judged = run_brigade({"eval", "--truth", sequence.out, "--tracks", sequence.out, "--json"});
  REQUIRE(judged.exit_code == 0);
  CHECK(nlohmann::json::parse(judged.output)["combined"]["HOTA"] == 1.0);
}

TEST_CASE("offline, a frame that was missed is filled in") {
  std::string rows;
  for (int frame = 1; frame <= 20; ++frame) {
    rows += frame == 10 ? "" : std::to_string(frame) + ",-1," + std::to_string(10 + frame) + ",0,20,40,0.9,-1,-1,-1\n";
  }
  const Sequence sequence(rows);
  REQUIRE(sequence.track({"--offline"}).exit_code == 0);
  const auto tracks = read_text(sequence.out);
  CHECK(std::ranges::count(tracks, '\n') == 20);
  CHECK_THAT(tracks, ContainsSubstring("\n10,1,20.00,0.00,20.00,40.00,0.9000,"));
}

TEST_CASE("the frame rate is the one asked for, else that of seqinfo.ini, else 30, and it is said which") {
  const Sequence sequence(kOneWalker);
  CHECK_THAT(sequence.track().output, ContainsSubstring("at 30 frames/s (no seqinfo.ini"));
  sequence.say("[Sequence]\nname=Walk\nframeRate=14\nseqLength=3\n");
  CHECK_THAT(sequence.track().output, ContainsSubstring("at 14 frames/s (") && ContainsSubstring("seqinfo.ini)"));
  CHECK_THAT(sequence.track({"--fps", "7.5"}).output, ContainsSubstring("at 7.5 frames/s (--fps)"));
  CHECK(sequence.track({"--quiet"}).output.empty());
}

TEST_CASE("a frame rate that is none is refused, wherever it was said") {
  const Sequence sequence(kOneWalker);
  check_refused(sequence.track({"--fps", "0"}), "--fps");
  check_refused(sequence.track({"--fps", "-3"}), "--fps");
  sequence.say("[Sequence]\nframeRate=fast\n");
  check_refused(sequence.track(), "frameRate is 'fast'");
  sequence.say("[Sequence]\nname=Walk\n");
  check_refused(sequence.track(), "frameRate is ''");
}

TEST_CASE("a broken row of detections is named, and nothing is written") {
  const Sequence sequence("1,-1,10,0,20,40,0.9\n2,-1,nan,0,20,40,0.9\n");
  check_refused(sequence.track(), "det.txt:2: ");
  CHECK_FALSE(std::filesystem::exists(sequence.out));
}

TEST_CASE("detections that are not there are named; an empty file has no tracks") {
  check_refused(run_brigade({"track", "no-such.txt", "--out", "t.txt"}), "no-such.txt");
  const Sequence sequence("");
  CHECK(sequence.track().exit_code == 0);
  CHECK(read_text(sequence.out).empty());
}
