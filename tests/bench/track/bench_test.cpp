#include "bench/track/bench.hpp"

#include "bench/track/contestants.hpp"
#include "bench/track/judge_world.hpp"
#include "bench/track/recorded_sequence.hpp"
#include "bench/track/scene.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

using namespace brigade;
using namespace brigade::bench;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using Json = nlohmann::ordered_json;

namespace {

const std::set<std::string> kScenes{"scene-crossings", "scene-occlusions", "scene-acceleration",
                                    "scene-shake",     "scene-pan",        "scene-entering and leaving"};

std::set<std::string> names(const Json& list) {
  std::set<std::string> found;
  for (const Json& item : list) {
    found.insert(item["name"].get<std::string>());
  }
  return found;
}

Json run(const WorldOptions& worlds) {
  const auto document = run_bench(quick({.worlds = worlds}));
  INFO((document ? "" : document.error().message));
  REQUIRE(document);
  return Json::parse(document->dump());
}

}  // namespace

TEST_CASE("without data the scenes and the speed are judged, and what is left out is named") {
  const Json document = run({});
  CHECK(names(document["worlds"]) == kScenes);
  CHECK(names(document["left_out"]) == std::set<std::string>{"mot15", "mot15-every-2", "mot15-every-3", "mot15-every-5",
                                                             "video-centernet", "video-nanodet"});
  for (const Json& world : document["worlds"]) {
    CHECK(world["results"].size() == document["trackers"].size());
    for (const Json& judged : world["results"]) {
      CHECK((judged["combined"]["HOTA"] > 0 && judged["combined"]["HOTA"] < 1));
    }
  }
  CHECK(document["speed"].size() == 6);
  CHECK_THAT(to_tables(document), ContainsSubstring("scene-shake") && ContainsSubstring("left out: mot15-every-2"));
}

TEST_CASE("with data the MOT15 sequences and the frame-drop sweep are judged") {
  const Json document = run({.mot15 = tests::require_shared_data() / "data" / "mot15"});
  CHECK(names(document["worlds"]).contains("mot15"));
  CHECK(document["worlds"][0]["results"]["ours"]["sequences"].size() == 6);
  CHECK(document["frame_drop"]["ours"].size() == 3);
  CHECK(document["between_frames"]["ratio"] > 0);
  CHECK_THAT(to_tables(document), ContainsSubstring("every Nth frame only"));
}

TEST_CASE("SORT scores on six sequences what TrackEval says of the public code") {
  const auto folder = tests::require_shared_data() / "data" / "mot15";
  std::ifstream stream(folder / "sort-trackeval-scores.json");
  const Json expected = Json::parse(stream)["COMBINED_SEQ"];
  std::vector<Sequence> sequences;
  for (const auto* name : {"ADL-Rundle-6", "ETH-Bahnhof", "ETH-Sunnyday", "KITTI-17", "PETS09-S2L1", "TUD-Campus"}) {
    auto sequence = read_mot_sequence(folder / name);
    REQUIRE(sequence);
    sequences.push_back(*std::move(sequence));
  }
  const auto judged = judge(baselines().front(), sequences);
  REQUIRE(judged);
  CHECK_THAT(judged->combined.hota, WithinAbs(expected["HOTA"].get<double>(), 1e-4));
  CHECK_THAT(judged->combined.idf1, WithinAbs(expected["IDF1"].get<double>(), 1e-4));
  CHECK_THAT(judged->combined.mota, WithinAbs(expected["MOTA"].get<double>(), 1e-4));
  CHECK(judged->combined.id_switches == expected["IDSW"].get<std::int64_t>());
}

TEST_CASE(
    "knowing how the camera moves helps before one that shakes, and changes nothing before one that stands still") {
  const std::vector<Contestant> contestants = ours_and_variants();
  const auto known = std::ranges::find(contestants, "camera known", &Contestant::name);
  REQUIRE(known != contestants.end());
  SceneOptions options;
  const auto hota = [&](const Contestant& contestant) {
    const auto judged = judge(contestant, std::vector{make_scene(options, 1)});
    return judged ? judged->combined.hota : 0;
  };
  CHECK(hota(*known) == hota(contestants.front()));
  options.camera.shake = 9;
  CHECK(hota(*known) > hota(contestants.front()) + 0.05);
}

TEST_CASE("a sequence without its files, or without a frame rate, is refused by name") {
  const tests::TemporaryFolder folder;
  const auto absent = read_mot_sequence(folder.path());
  REQUIRE_FALSE(absent);
  CHECK_THAT(absent.error().message, ContainsSubstring("seqinfo.ini") && ContainsSubstring("cannot be opened"));
  std::ofstream(folder.path() / "seqinfo.ini") << "[Sequence]\nname=Walk\nframeRate=often\n";
  const auto without_rate = read_mot_sequence(folder.path());
  REQUIRE_FALSE(without_rate);
  CHECK_THAT(without_rate.error().message, ContainsSubstring("frameRate"));
}

TEST_CASE("detections of a video are read by the numbers of their frames") {
  const tests::TemporaryFolder folder;
  const auto write = [&](const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder.path() / name).parent_path());
    std::ofstream(folder.path() / name) << text;
  };
  write("truth/gt/gt.txt", "1,1,0,0,10,20,1,-1,-1,-1\n3,1,2,0,10,20,1,-1,-1,-1\n");
  const std::string row = R"({"image": "000002", "category": 0, "score": 0.5, "bbox": [1, 0, 10, 20]})";
  write("found.json", "[" + row + "]");
  const auto sequence = read_detected_video(folder.path() / "found.json", folder.path() / "truth", 10);
  REQUIRE(sequence);
  CHECK(sequence->name == "truth");
  REQUIRE(sequence->frames.size() == 3);
  CHECK(sequence->frames[1].detections.size() == 1);
  CHECK(sequence->frames[2].time == std::chrono::milliseconds(200));
  write("stills.json", R"([{"image": "street", "category": 0, "score": 0.5, "bbox": [1, 0, 10, 20]}])");
  const auto refused = read_detected_video(folder.path() / "stills.json", folder.path() / "truth", 10);
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.error().message, ContainsSubstring("stills.json") && ContainsSubstring("'street'"));
}
