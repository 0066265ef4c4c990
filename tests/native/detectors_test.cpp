#include "native/detector_crew.hpp"
#include "tests/native/program.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace brigade::tests;
using brigade::native::choose_crew;
using Catch::Matchers::ContainsSubstring;

namespace {

using Arguments = std::vector<std::string>;

Arguments with(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

// Detectors and threads of each that are chosen for a machine.
std::tuple<int, int> crew_of(const brigade::native::CrewWish& wish, int cores, bool side_by_side) {
  const auto crew = choose_crew(wish, cores, side_by_side).value();
  return {crew.detectors, crew.threads};
}

}  // namespace

TEST_CASE("where frames can be shared out, every core gets a detector of one thread") {
  CHECK(crew_of({}, 1, true) == std::tuple(1, 1));
  CHECK(crew_of({}, 2, true) == std::tuple(2, 1));
  CHECK(crew_of({}, 8, true) == std::tuple(8, 1));
  CHECK(crew_of({}, 64, true) == std::tuple(16, 4));  // weights are not multiplied without end
}

TEST_CASE("where one detector does it all, it leaves a core to the other stages") {
  CHECK(crew_of({}, 1, false) == std::tuple(1, 1));
  CHECK(crew_of({}, 2, false) == std::tuple(1, 1));
  CHECK(crew_of({}, 8, false) == std::tuple(1, 7));
  CHECK(crew_of({.threads = 3}, 8, false) == std::tuple(1, 3));
}

TEST_CASE("what the user names is taken, and the rest shares the cores") {
  CHECK(crew_of({.detectors = 2}, 8, true) == std::tuple(2, 4));
  CHECK(crew_of({.threads = 4}, 8, true) == std::tuple(2, 4));
  CHECK(crew_of({.threads = 9}, 8, true) == std::tuple(1, 9));
  CHECK(crew_of({.detectors = 5}, 2, true) == std::tuple(5, 1));
  CHECK(crew_of({.detectors = 3, .threads = 2}, 4, true) == std::tuple(3, 2));
}

TEST_CASE("fewer than one detector, or very many, are refused") {
  for (const int detectors : {0, -1, 65}) {
    CHECK_THAT(choose_crew({.detectors = detectors}, 2, true).error().message,
               ContainsSubstring(std::to_string(detectors)) && ContainsSubstring("1 to 64"));
  }
}

TEST_CASE("tracks and detections are the same byte by byte for any number of detectors") {
  const TemporaryFolder folder;
  const auto tracks = (folder.path() / "t.txt").string();
  const auto detections = (folder.path() / "d.json").string();
  const auto way = GENERATE(Arguments{}, Arguments{"--every", "3"}, Arguments{"--offline"});
  const auto outputs_of = [&](const Arguments& arguments) {
    const Arguments run{"run",     "sample",   "--size", "192",          "--frames", "60",
                        "--quiet", "--tracks", tracks,   "--detections", detections};
    const auto end = run_brigade(with(with(run, way), arguments));
    INFO(end.errors);
    REQUIRE(end.exit_code == 0);
    return std::tuple(read_text(tracks), read_text(detections));
  };
  const auto one = outputs_of({"--mode", "sequential"});
  CHECK(std::get<0>(one).size() > 1000);
  CHECK(one == outputs_of({"--detectors", "1"}));
  CHECK(one == outputs_of({"--detectors", "2"}));
  CHECK(one == outputs_of({"--detectors", "3", "--threads", "2"}));
  CHECK(one == outputs_of({"--detectors", "2", "--mode", "sequential"}));
}

TEST_CASE("an input played again goes on through detectors side by side") {
  const TemporaryFolder folder;
  const auto short_video = (folder.path() / "short.mp4").string();
  const auto tracks = (folder.path() / "t.txt").string();
  prepare("ffmpeg -v error -i '" + sample() + "' -frames:v 7 -pix_fmt yuv420p '" + short_video + "'");
  const auto tracks_of = [&](const char* detectors) {
    const auto end = run_brigade(
        {"run", short_video, "--loop", "3", "--size", "192", "--quiet", "--tracks", tracks, "--detectors", detectors});
    INFO(end.errors);
    REQUIRE(end.exit_code == 0);
    return read_text(tracks);
  };
  const std::string one = tracks_of("1");
  CHECK(one.find("\n21,") != std::string::npos);
  CHECK(one == tracks_of("2"));
}

TEST_CASE("report and trace name every detector, with figures of its own") {
  const TemporaryFolder folder;
  const auto report_file = (folder.path() / "r.json").string();
  const auto trace_file = (folder.path() / "trace.json").string();
  const auto end = run_brigade({"run", "synthetic", "--size", "64", "--frames", "40", "--detectors", "2", "--report",
                                report_file, "--trace", trace_file});
  INFO(end.errors);
  REQUIRE(end.exit_code == 0);
  CHECK_THAT(end.output, ContainsSubstring("detect 2"));
  const auto report = nlohmann::json::parse(read_text(report_file));
  CHECK(report["settings"]["detectors"] == 2);
  CHECK(report["settings"]["threads"] >= 1);
  std::vector<std::string> names;
  for (const auto& stage : report["stages"]) {
    names.push_back(stage["name"]);
    CHECK(stage["out"] == (names.back().starts_with("detect") ? 20 : 40));
    CHECK(stage["utilisation"] <= 1);
  }
  const std::vector<std::string> expected{"capture", "detect 1", "detect 2", "track", "render"};
  CHECK(names == expected);
  std::set<std::string> rows;
  const auto trace = nlohmann::json::parse(read_text(trace_file));
  for (const auto& event : trace["traceEvents"]) {
    if (event["name"] == "thread_name") {
      rows.insert(event["args"]["name"].get<std::string>());
    }
  }
  CHECK(rows == std::set<std::string>(expected.begin(), expected.end()));
}

TEST_CASE("of a video that is cut off several detectors keep the frames before the cut") {
  const TemporaryFolder folder;
  const auto cut = (folder.path() / "cut.avi").string();
  const auto tracks = (folder.path() / "t.txt").string();
  prepare("head -c 800000 '" + sample() + "' > '" + cut + "'");
  const auto tracks_of = [&](const char* detectors) {
    const auto end =
        run_brigade({"run", cut, "--size", "192", "--quiet", "--tracks", tracks, "--detectors", detectors});
    CHECK(end.exit_code == 1);
    CHECK(std::ranges::count(end.errors, '\n') == 1);
    CHECK_THAT(end.errors, ContainsSubstring("cut.avi"));
    return read_text(tracks);
  };
  const std::string one = tracks_of("1");
  CHECK(one.size() > 1000);
  CHECK(one == tracks_of("3"));
}

TEST_CASE("Ctrl-C with several detectors completes the files, and nothing hangs") {
  const TemporaryFolder folder;
  const auto tracks = (folder.path() / "t.txt").string();
  const auto report_file = (folder.path() / "r.json").string();
  Program program({"run", "sample", "--loop", "1000", "--size", "192", "--detectors", "3", "--tracks", tracks,
                   "--report", report_file});
  REQUIRE(program.wait_for_file(tracks, 20'000));
  program.interrupt();
  const auto end = program.wait();
  INFO(end.errors);
  CHECK(end.exit_code == 0);
  const auto report = nlohmann::json::parse(read_text(report_file));
  CHECK(report["interrupted"] == true);
  CHECK(report["stages"].front()["out"] == report["frames"]);
}

TEST_CASE("detectors that cannot work side by side are refused") {
  const auto refused = [](const Arguments& arguments) {
    const auto end = run_brigade(with({"run", "synthetic", "--size", "64"}, arguments));
    CHECK(end.exit_code == 1);
    CHECK(std::ranges::count(end.errors, '\n') == 1);
    return end.errors;
  };
  CHECK_THAT(refused({"--detectors", "0"}), ContainsSubstring("0 detectors") && ContainsSubstring("1 to 64"));
  CHECK_THAT(refused({"--detectors", "2", "--policy", "live"}), ContainsSubstring("--detectors 2"));
}

TEST_CASE("images are searched side by side, and their rows stay in the order of the images") {
  const TemporaryFolder folder;
  const auto images = folder.path() / "images";
  std::filesystem::create_directory(images);
  prepare("ffmpeg -v error -i '" + sample() + "' -frames:v 9 '" + (images / "street-%d.png").string() + "'");
  const auto file = (folder.path() / "d.json").string();
  const auto rows_of = [&](const char* detectors) {
    const auto end = run_brigade({"detect", images.string(), "--size", "192", "--out", file, "--detectors", detectors});
    INFO(end.errors);
    REQUIRE(end.exit_code == 0);
    CHECK_THAT(end.output, ContainsSubstring("9 images"));
    return read_text(file);
  };
  const std::string one = rows_of("1");
  CHECK(one == rows_of("2"));
  CHECK(one == rows_of("30"));
}

TEST_CASE("an image that cannot be read ends the search with one sentence, after the images before it") {
  const TemporaryFolder folder;
  prepare("ffmpeg -v error -i '" + sample() + "' -frames:v 3 '" + (folder.path() / "street-%d.png").string() + "'");
  prepare("head -c 1000 '" + (folder.path() / "street-2.png").string() + "' > '" +
          (folder.path() / "street-2b.png").string() + "'");
  const auto file = (folder.path() / "d.json").string();
  const auto end =
      run_brigade({"detect", folder.path().string(), "--size", "192", "--out", file, "--detectors", "2", "--quiet"});
  CHECK(end.exit_code == 1);
  CHECK(std::ranges::count(end.errors, '\n') == 1);
  CHECK_THAT(end.errors, ContainsSubstring("street-2b.png"));
  const auto rows = nlohmann::json::parse(read_text(file));
  CHECK(std::ranges::none_of(rows, [](const auto& row) { return row["image"] == "street-3"; }));
  CHECK(std::ranges::any_of(rows, [](const auto& row) { return row["image"] == "street-2"; }));
}
