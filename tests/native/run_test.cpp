#include "tests/native/program.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace brigade::tests;
using Catch::Matchers::ContainsSubstring;

namespace {

// The frame numbers that a file of tracks has rows for.
std::set<int> frames_with_tracks(const std::filesystem::path& file) {
  std::set<int> frames;
  std::istringstream lines(read_text(file));
  for (std::string line; std::getline(lines, line);) {
    frames.insert(std::stoi(line));
  }
  return frames;
}

}  // namespace

TEST_CASE("a run writes video, tracks, detections, report and trace that all agree") {
  const TemporaryFolder folder;
  const auto in = [&](const char* name) { return (folder.path() / name).string(); };
  const auto end = run_brigade({"run", "sample", "--size", "320", "--frames", "40", "--detectors", "1", "--out",
                                in("o.mp4"), "--tracks", in("t.txt"), "--detections", in("d.json"), "--report",
                                in("r.json"), "--trace", in("trace.json")});
  INFO(end.errors);
  REQUIRE(end.exit_code == 0);
  CHECK_THAT(end.output, ContainsSubstring("the slowest stage is "));
  CHECK(playable_frames(in("o.mp4")) == 40);

  const auto frames = frames_with_tracks(in("t.txt"));
  CHECK(*frames.begin() == 1);
  CHECK(*frames.rbegin() == 40);

  const auto detections = nlohmann::json::parse(read_text(in("d.json")));
  CHECK(detections.size() > 40);
  CHECK(std::ranges::any_of(detections, [](const auto& row) { return row["label"] == "person"; }));
  CHECK(std::ranges::all_of(detections, [](const auto& row) { return row["score"] >= 0.3; }));

  const auto report = nlohmann::json::parse(read_text(in("r.json")));
  CHECK(report["frames"] == 40);
  CHECK(report["error"].is_null());
  REQUIRE(report["stages"].size() == 4);
  for (const auto& stage : report["stages"]) {
    CHECK(stage["out"] == 40);
    CHECK(stage["service_ms"]["count"] == 40);
  }

  const auto trace = nlohmann::json::parse(read_text(in("trace.json")));
  std::set<std::string> rows;
  for (const auto& event : trace["traceEvents"]) {
    if (event["name"] == "thread_name") {
      rows.insert(event["args"]["name"].get<std::string>());
    }
  }
  CHECK(rows == std::set<std::string>{"capture", "detect", "track", "render"});
}

TEST_CASE("tracks are the same byte by byte from run to run, for any number of threads, and in sequential mode") {
  const TemporaryFolder folder;
  const auto tracks_of = [&](const std::vector<std::string>& arguments) {
    const auto file = (folder.path() / "tracks.txt").string();
    std::vector<std::string> all{"run", "sample", "--size", "192", "--frames", "60", "--quiet", "--tracks", file};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const auto end = run_brigade(all);
    INFO(end.errors);
    REQUIRE(end.exit_code == 0);
    return read_text(file);
  };
  const std::string tracks = tracks_of({"--threads", "1"});
  CHECK(tracks.size() > 1000);
  CHECK(tracks == tracks_of({"--threads", "1"}));
  CHECK(tracks == tracks_of({"--threads", "2"}));
  CHECK(tracks == tracks_of({"--threads", "3"}));
  CHECK(tracks == tracks_of({"--mode", "sequential"}));
}

TEST_CASE("offline tracks are written at the end, without gaps where frames were not searched") {
  const TemporaryFolder folder;
  const std::string tracks = (folder.path() / "t.txt").string();
  const auto end = run_brigade(
      {"run", "sample", "--size", "320", "--frames", "60", "--every", "2", "--offline", "--tracks", tracks, "--quiet"});
  INFO(end.errors);
  REQUIRE(end.exit_code == 0);
  std::map<int, std::set<int>> frames_of_id;
  std::istringstream lines(read_text(tracks));
  for (std::string line; std::getline(lines, line);) {
    frames_of_id[std::stoi(line.substr(line.find(',') + 1))].insert(std::stoi(line));
  }
  REQUIRE(frames_of_id.size() >= 4);
  std::size_t without_gap = 0;
  for (const auto& [id, frames] : frames_of_id) {
    without_gap += *frames.rbegin() - *frames.begin() + 1 == static_cast<int>(frames.size()) ? 1 : 0;
  }
  CHECK(without_gap + 1 >= frames_of_id.size());  // a longer one than is filled may be among them
}

TEST_CASE("offline tracks of what has no beginning and end, or nowhere to go, are refused") {
  const TemporaryFolder folder;
  const std::string tracks = (folder.path() / "t.txt").string();
  const auto refused = [&](std::vector<std::string> more, const char* why) {
    std::vector<std::string> arguments = {"run", "--offline"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto end = run_brigade(arguments);
    CHECK(end.exit_code == 1);
    CHECK_THAT(end.errors, ContainsSubstring(why));
  };
  refused({"synthetic"}, "--tracks FILE");
  refused({"synthetic", "--tracks", tracks, "--policy", "live"}, "--policy lossless");
  refused({"sample", "--tracks", tracks, "--loop", "2"}, "--loop");
}

TEST_CASE("only the classes asked for are detected") {
  const TemporaryFolder folder;
  const auto file = (folder.path() / "d.json").string();
  const auto end = run_brigade({"run", "sample", "--size", "320", "--frames", "10", "--classes", "car,sports ball",
                                "--score", "0.1", "--quiet", "--detections", file});
  INFO(end.errors);
  REQUIRE(end.exit_code == 0);
  const auto rows = nlohmann::json::parse(read_text(file));
  CHECK_FALSE(rows.empty());
  for (const auto& row : rows) {
    CHECK((row["label"] == "car" || row["label"] == "sports ball"));
  }
}

TEST_CASE("a quiet run says nothing") {
  const auto end = run_brigade({"run", "synthetic", "--size", "64", "--frames", "5", "--quiet"});
  CHECK(end.exit_code == 0);
  CHECK(end.output.empty());
  CHECK(end.errors.empty());
}

TEST_CASE("an image gives one annotated picture, a folder one a still, by their names") {
  const TemporaryFolder folder;
  const auto stills = folder.path() / "stills";
  std::filesystem::create_directory(stills);
  prepare("ffmpeg -v error -i '" + sample() + "' -frames:v 2 '" + (stills / "street-%d.png").string() + "'");
  const auto still = (stills / "street-1.png").string();
  CHECK(run_brigade({"run", still, "--size", "320", "--out", (folder.path() / "one.png").string()}).exit_code == 0);
  CHECK(playable_frames(folder.path() / "one.png") == 1);
  CHECK(run_brigade({"run", stills.string(), "--size", "320", "--out", (folder.path() / "all").string() + "/"})
            .exit_code == 0);
  CHECK(std::filesystem::exists(folder.path() / "all" / "street-1.png"));
  CHECK(std::filesystem::exists(folder.path() / "all" / "street-2.png"));
}

TEST_CASE("frames come through a pipe, in a container or headerless") {
  const TemporaryFolder folder;
  const auto y4m = folder.path() / "sample.y4m";
  const auto raw = folder.path() / "sample.nv12";
  prepare("ffmpeg -v error -i '" + sample() + "' -frames:v 7 -pix_fmt yuv420p '" + y4m.string() + "'");
  prepare("ffmpeg -v error -i '" + sample() + "' -frames:v 7 -pix_fmt nv12 -f rawvideo '" + raw.string() + "'");
  const auto report = (folder.path() / "r.json").string();
  CHECK(run_brigade({"run", "-", "--size", "64", "--report", report}, y4m).exit_code == 0);
  CHECK(nlohmann::json::parse(read_text(report))["frames"] == 7);
  CHECK(run_brigade({"run", "-", "--raw", "nv12:768x576@10", "--size", "64", "--report", report}, raw).exit_code == 0);
  CHECK(nlohmann::json::parse(read_text(report))["frames"] == 7);
}

TEST_CASE("an input is played as often as asked for") {
  const TemporaryFolder folder;
  const auto short_video = folder.path() / "short.mp4";
  prepare("ffmpeg -v error -i '" + sample() + "' -frames:v 5 -pix_fmt yuv420p '" + short_video.string() + "'");
  const auto report = (folder.path() / "r.json").string();
  const auto end = run_brigade({"run", short_video.string(), "--loop", "3", "--size", "64", "--report", report});
  INFO(end.errors);
  CHECK(end.exit_code == 0);
  CHECK(nlohmann::json::parse(read_text(report))["frames"] == 15);
}

TEST_CASE("Ctrl-C completes the files: the video plays, tracks and report are there") {
  const TemporaryFolder folder;
  const auto in = [&](const char* name) { return (folder.path() / name).string(); };
  Program program({"run", "sample", "--loop", "1000", "--size", "64", "--out", in("o.mp4"), "--tracks", in("t.txt"),
                   "--report", in("r.json")});
  REQUIRE(program.wait_for_file(in("o.mp4"), 200'000));
  program.interrupt();
  const auto end = program.wait();
  INFO(end.errors);
  CHECK(end.exit_code == 0);
  CHECK_THAT(end.errors, ContainsSubstring("stopping"));
  const auto report = nlohmann::json::parse(read_text(in("r.json")));
  CHECK(report["interrupted"] == true);
  CHECK(playable_frames(in("o.mp4")) == report["frames"].get<int>());
  CHECK(std::filesystem::exists(in("t.txt")));
}

TEST_CASE("a list of classes does not swallow the input behind it") {
  const auto end = run_brigade({"run", "--classes", "person,car", "synthetic", "--size", "64", "--frames", "1"});
  INFO(end.errors);
  CHECK(end.exit_code == 0);
}
