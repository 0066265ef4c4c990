#include "tests/native/program.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace brigade::tests;

namespace {

struct Known {
  const char* model;
  const char* size;
  double precision;  // of an evaluator and a detector other than ours, on the same weights and images
};

}  // namespace

TEST_CASE("average precision on 64 images of COCO is what the weights are known to reach") {
  const auto coco = require_shared_data() / "data" / "coco64";
  const Known known =
      GENERATE(Known{"centernet", "512", 0.3623}, Known{"centernet", "320", 0.2979}, Known{"nanodet", "416", 0.3233});
  CAPTURE(known.model, known.size);
  const TemporaryFolder folder;
  const auto file = (folder.path() / "d.json").string();
  const auto detected = run_brigade({"detect", (coco / "images").string(), "--model", known.model, "--size", known.size,
                                     "--score", "0.05", "--out", file, "--quiet"});
  INFO(detected.errors);
  REQUIRE(detected.exit_code == 0);
  const auto judged = run_brigade({"eval", "--images", (coco / "images").string(), "--labels",
                                   (coco / "labels").string(), "--detections", file, "--json"});
  INFO(judged.errors);
  REQUIRE(judged.exit_code == 0);
  CHECK(nlohmann::json::parse(judged.output)["AP"].get<double>() == Catch::Approx(known.precision).margin(0.01));
}

TEST_CASE("detections of an image are rows with its name, label, score and a box inside it") {
  const TemporaryFolder folder;
  const auto image = (folder.path() / "street.png").string();
  const auto file = (folder.path() / "d.json").string();
  prepare("ffmpeg -v error -i '" + sample() + "' -frames:v 1 '" + image + "'");
  const auto end = run_brigade({"detect", image, "--score", "0.3", "--out", file});
  INFO(end.errors);
  REQUIRE(end.exit_code == 0);
  const auto rows = nlohmann::json::parse(read_text(file));
  REQUIRE_FALSE(rows.empty());
  CHECK(rows.size() <= 100);
  for (const auto& row : rows) {
    CHECK(row["image"] == "street");
    CHECK(row["score"] >= 0.3);
    CHECK((row["bbox"][0] >= 0 && row["bbox"][1] >= 0));
    CHECK(row["bbox"][0].get<double>() + row["bbox"][2].get<double>() <= 768.1);
    CHECK(row["bbox"][1].get<double>() + row["bbox"][3].get<double>() <= 576.1);
  }
  CHECK(rows[0]["label"] == "person");
  CHECK(rows[0]["category"] == 0);
}

TEST_CASE("a detector in int8 finds what it finds in floats") {
  const TemporaryFolder folder;
  const auto in = [&](const char* name) { return (folder.path() / name).string(); };
  const auto quantised = run_brigade({"quantize", "--model", "nanodet", "--images", sample(), "--most", "4", "--size",
                                      "160", "--out", in("n.int8"), "--json"});
  INFO(quantised.errors);
  REQUIRE(quantised.exit_code == 0);
  const auto report = nlohmann::json::parse(quantised.output);
  CHECK(report["layers"].size() > 30);
  CHECK(report["noise"] < 0.05);
  CHECK(report["bytes"] < 7'574'558 / 2);  // half of the float16 weights
  CHECK(report["bytes"] == std::filesystem::file_size(in("n.int8")));

  const auto best = [&](const std::vector<std::string>& precision) {
    std::vector<std::string> arguments{"run", sample(), "--model", "nanodet", "--frames", "1", "--score", "0.4"};
    arguments.insert(arguments.end(), {"--detections", in("d.json"), "--report", in("r.json"), "--quiet"});
    arguments.insert(arguments.end(), precision.begin(), precision.end());
    const auto ran = run_brigade(arguments);
    INFO(ran.errors);
    REQUIRE(ran.exit_code == 0);
    CHECK(nlohmann::json::parse(read_text(in("r.json")))["settings"]["precision"] ==
          (precision.empty() ? "f32" : "int8"));
    const auto rows = nlohmann::json::parse(read_text(in("d.json")));
    REQUIRE_FALSE(rows.empty());
    return rows[0];
  };
  const auto exact = best({});
  const auto rounded = best({"--precision", "int8", "--int8-weights", in("n.int8")});
  CHECK(exact["label"] == rounded["label"]);
  CHECK(rounded["score"].get<double>() == Catch::Approx(exact["score"].get<double>()).margin(0.1));
  for (int side = 0; side < 4; ++side) {
    CHECK(rounded["bbox"][side].get<double>() == Catch::Approx(exact["bbox"][side].get<double>()).margin(8));
  }
}

TEST_CASE("models are listed with their licences, centernet's missing one included") {
  const auto end = run_brigade({"models", "--json"});
  REQUIRE(end.exit_code == 0);
  const auto models = nlohmann::json::parse(end.output);
  REQUIRE(models.size() == 2);
  CHECK(models[0]["name"] == "centernet");
  CHECK(models[0]["licence"].get<std::string>().find("none") != std::string::npos);
  CHECK(models[1]["licence"] == "Apache-2.0");
  CHECK(models[1]["installed"] == true);
}

TEST_CASE("a bench prints the ratios of pipelined, sequential and detector alone") {
  const auto end = run_brigade(
      {"bench", "synthetic", "--size", "64", "--frames", "5", "--rounds", "1", "--threads", "1,2", "--json"});
  INFO(end.errors);
  REQUIRE(end.exit_code == 0);
  const auto results = nlohmann::json::parse(end.output);
  REQUIRE(results.size() == 2);
  CHECK(results[1]["threads"] == 2);
  CHECK(results[0]["ratios"]["pipelined_to_detector_alone"] > 0);
  CHECK(results[0]["ratios"]["side_by_side_to_pipelined"] > 0);
  CHECK(results[0]["frames_per_second"]["side_by_side_to_video"] > 0);
  CHECK(results[0]["stages_alone"].size() == 4);
}

TEST_CASE("a bench of the layers lists every operator with its time") {
  const auto end = run_brigade({"bench", "--layers", "--size", "64", "--rounds", "1", "--json"});
  INFO(end.errors);
  REQUIRE(end.exit_code == 0);
  const auto results = nlohmann::json::parse(end.output);
  const auto& layers = results.at(0).at("layers");
  CHECK(layers.size() > 50);
  double microseconds = 0;
  for (const auto& layer : layers) {
    microseconds += layer["microseconds"].get<double>();
  }
  CHECK(microseconds > 0);
}

TEST_CASE("every command explains itself") {
  const std::string command = GENERATE("run", "detect", "eval", "models", "bench", "quantize");
  const auto end = run_brigade({command, "--help"});
  CHECK(end.exit_code == 0);
  CHECK(end.errors.empty());
  CHECK(end.output.find("--") != std::string::npos);
}
