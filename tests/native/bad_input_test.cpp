#include "tests/native/program.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

using namespace brigade::tests;
using Catch::Matchers::ContainsSubstring;

namespace {

using Arguments = std::vector<std::string>;

// A refusal is a non-zero exit and one sentence on standard error that begins with the program's name.
std::string refusal(const Arguments& arguments, const std::filesystem::path& input_file = "/dev/null") {
  const auto end = run_brigade(arguments, input_file);
  INFO(end.errors);
  CHECK(end.exit_code == 1);
  CHECK(std::ranges::count(end.errors, '\n') == 1);
  CHECK(end.errors.starts_with("brigade: "));
  return end.errors;
}

void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// The first `share` of a file's bytes.
void cut(const std::filesystem::path& from, const std::filesystem::path& to, double share) {
  const std::string bytes = read_text(from);
  write_bytes(to, bytes.substr(0, static_cast<std::size_t>(share * static_cast<double>(bytes.size()))));
}

// An environment variable that has another value, or none, for the time of a test.
class ChangedVariable {
 public:
  ChangedVariable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name); before != nullptr) {  // NOLINT(concurrency-mt-unsafe): one thread only
      before_ = before;
    }
    set(value);
  }
  ~ChangedVariable() { set(before_ ? before_->c_str() : nullptr); }
  ChangedVariable(const ChangedVariable&) = delete;
  ChangedVariable& operator=(const ChangedVariable&) = delete;
  ChangedVariable(ChangedVariable&&) = delete;
  ChangedVariable& operator=(ChangedVariable&&) = delete;

 private:
  void set(const char* value) const {
    value != nullptr ? setenv(name_, value, 1) : unsetenv(name_);  // NOLINT(concurrency-mt-unsafe): one thread only
  }

  const char* name_;
  std::optional<std::string> before_;
};

// A cache of its own with centernet in it, for the program to find there and for the test to spoil.
struct SpoiledWeights {
  TemporaryFolder cache;
  std::filesystem::path folder = cache.path() / "weights" / "human-models-3.0.4";
  std::optional<ChangedVariable> used;

  SpoiledWeights() {
    const auto good = require_cached("weights/human-models-3.0.4/centernet.json").parent_path();
    std::filesystem::create_directories(folder);
    for (const char* name : {"centernet.json", "centernet.bin"}) {
      std::filesystem::copy_file(good / name, folder / name);
    }
    used.emplace("BRIGADE_CACHE", cache.path().c_str());
  }

  [[nodiscard]] static std::string refused() { return refusal({"run", "synthetic", "--size", "64", "--frames", "1"}); }
};

}  // namespace

TEST_CASE("a missing file is named") {
  CHECK_THAT(refusal({"run", "no-such-file.mp4"}), ContainsSubstring("no-such-file.mp4"));
}

TEST_CASE("a folder without images is refused") {
  const TemporaryFolder folder;
  CHECK_THAT(refusal({"run", folder.path().string()}), ContainsSubstring(folder.path().string()));
  const auto out = (folder.path() / "d.json").string();
  CHECK_THAT(refusal({"detect", folder.path().string(), "--out", out}), ContainsSubstring(folder.path().string()));
}

TEST_CASE("an empty file is said to be empty") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "empty.mp4";
  write_bytes(file, "");
  CHECK_THAT(refusal({"run", file.string()}), ContainsSubstring("empty.mp4") && ContainsSubstring("empty"));
}

TEST_CASE("a text that calls itself a video is refused") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "letter.mp4";
  write_bytes(file, "Dear reader,\nthis is no video.\n");
  CHECK_THAT(refusal({"run", file.string()}), ContainsSubstring("letter.mp4"));
}

TEST_CASE("an image with a broken header is refused") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "broken.png";
  write_bytes(file, "\x89PNG\r\n\x1a\nnothing more");
  CHECK_THAT(refusal({"run", file.string()}), ContainsSubstring("broken.png"));
  const auto out = (folder.path() / "d.json").string();
  CHECK_THAT(refusal({"detect", file.string(), "--out", out}), ContainsSubstring("broken.png"));
}

TEST_CASE("of a video that is cut off the frames before the cut are kept, and it says so") {
  const TemporaryFolder folder;
  const auto in = [&](const char* name) { return (folder.path() / name).string(); };
  cut(sample(), in("cut.avi"), 0.1);
  const auto end = run_brigade({"run", in("cut.avi"), "--size", "64", "--quiet", "--out", in("o.mp4"), "--tracks",
                                in("t.txt"), "--report", in("r.json")});
  CHECK(end.exit_code == 1);
  CHECK_THAT(end.errors, ContainsSubstring("cut.avi"));
  const auto report = nlohmann::json::parse(read_text(in("r.json")));
  CHECK(report["frames"] > 20);
  CHECK(report["error"].is_string());
  CHECK(playable_frames(in("o.mp4")) == report["frames"].get<int>());
}

TEST_CASE("an mp4 that has lost its index is said to have none") {
  const TemporaryFolder folder;
  const auto whole = folder.path() / "whole.mp4";
  prepare("ffmpeg -v error -i '" + sample() + "' -frames:v 50 -pix_fmt yuv420p '" + whole.string() + "'");
  cut(whole, folder.path() / "cut.mp4", 0.5);
  CHECK_THAT(refusal({"run", (folder.path() / "cut.mp4").string()}),
             ContainsSubstring("cut.mp4") && ContainsSubstring("index"));
}

TEST_CASE("an unknown flag is named, though something that is needed is missing as well") {
  for (const std::string command : {"run", "detect", "track", "quantize"}) {
    CHECK_THAT(refusal({command, "--wrong"}), ContainsSubstring("--wrong") && ContainsSubstring(command + " --help"));
  }
  CHECK_THAT(refusal({"detect", "picture.jpg"}), ContainsSubstring("--out is required"));
}

TEST_CASE("an unknown model is refused with the names there are") {
  CHECK_THAT(refusal({"run", "synthetic", "--model", "yolo99"}),
             ContainsSubstring("yolo99") && ContainsSubstring("centernet") && ContainsSubstring("nanodet"));
}

TEST_CASE("an unknown label is named") {
  CHECK_THAT(refusal({"run", "synthetic", "--classes", "person,unicorn"}), ContainsSubstring("unicorn"));
}

TEST_CASE("weights that are not installed are asked for") {
  const TemporaryFolder empty;
  const ChangedVariable cache("BRIGADE_CACHE", empty.path().c_str());
  CHECK_THAT(refusal({"run", "synthetic"}), ContainsSubstring("script/bootstrap weights"));
}

TEST_CASE("int8 weights that are not there, or are none, are asked for") {
  const TemporaryFolder folder;
  const auto file = (folder.path() / "street.int8").string();
  const auto run = [&] {
    return refusal({"run", "synthetic", "--model", "nanodet", "--precision", "int8", "--int8-weights", file});
  };
  CHECK_THAT(run(), ContainsSubstring(file) && ContainsSubstring("brigade quantize --model nanodet"));
  write_bytes(file, "no weights");
  CHECK_THAT(run(), ContainsSubstring(file + ": not a file that brigade quantize wrote"));
  write_bytes(file, "BRGDINT8\x01");
  CHECK_THAT(run(), ContainsSubstring(file + ": the file ends within its head"));
  CHECK_THAT(refusal({"bench", "--precision", "int4"}), ContainsSubstring("int4"));
  CHECK_THAT(refusal({"run", "synthetic", "--int8-weights", file}), ContainsSubstring("--precision"));
}

TEST_CASE("nothing is quantised without images or a place to write to") {
  const TemporaryFolder folder;
  const auto out = (folder.path() / "n.int8").string();
  CHECK_THAT(refusal({"quantize", "--images", folder.path().string(), "--out", out}),
             ContainsSubstring(folder.path().string()));
  CHECK_THAT(refusal({"quantize", "--out", "no-such-folder/n.int8"}), ContainsSubstring("no-such-folder"));
  CHECK_THAT(refusal({"quantize", "--model", "yolo99"}), ContainsSubstring("yolo99"));
  CHECK_THAT(refusal({"quantize", "--most-noise", "2"}), ContainsSubstring("--most-noise"));
  CHECK_FALSE(std::filesystem::exists(out));
}

TEST_CASE("a sample that is not installed is asked for") {
  const TemporaryFolder empty;
  const ChangedVariable cache("BRIGADE_CACHE", empty.path().c_str());
  CHECK_THAT(refusal({"run", "sample"}), ContainsSubstring("script/bootstrap sample"));
}

TEST_CASE("an operator that the graph reader does not know is named") {
  const SpoiledWeights weights;
  auto text = read_text(weights.folder / "centernet.json");
  const auto at = text.find("\"Relu6\"");
  const auto other = text.find("\"AddV2\"");
  const auto place = std::min(at, other);
  REQUIRE(place != std::string::npos);
  text.replace(place, 7, "\"Frobn\"");
  write_bytes(weights.folder / "centernet.json", text);
  CHECK_THAT(SpoiledWeights::refused(), ContainsSubstring("Frobn") && ContainsSubstring("centernet.json"));
}

TEST_CASE("a weight shard that is too short is named") {
  const SpoiledWeights weights;
  std::filesystem::resize_file(weights.folder / "centernet.bin", 1'000'000);
  CHECK_THAT(SpoiledWeights::refused(), ContainsSubstring("centernet.bin"));
}

TEST_CASE("weights that are no numbers are refused") {
  const SpoiledWeights weights;
  auto bytes = read_text(weights.folder / "centernet.bin");
  std::fill(bytes.begin() + 1'000'000, bytes.begin() + 1'000'100, '\xff');  // half precision: not a number
  write_bytes(weights.folder / "centernet.bin", bytes);
  CHECK_THAT(SpoiledWeights::refused(), ContainsSubstring("centernet"));
}

TEST_CASE("a size that is not a multiple of 32 is refused") {
  CHECK_THAT(refusal({"run", "synthetic", "--size", "100"}), ContainsSubstring("100") && ContainsSubstring("32"));
}

TEST_CASE("a negative number of threads is refused") {
  CHECK_THAT(refusal({"run", "synthetic", "--threads", "-2"}), ContainsSubstring("threads") && ContainsSubstring("-2"));
}

TEST_CASE("an output folder that is not there is named before any work is done") {
  for (const char* option : {"--out", "--tracks", "--detections", "--report", "--trace"}) {
    CAPTURE(option);
    CHECK_THAT(refusal({"run", "synthetic", "--size", "64", option, "no-such-folder/file.mp4"}),
               ContainsSubstring("no-such-folder"));
  }
}

TEST_CASE("an output of an unknown kind is refused") {
  CHECK_THAT(refusal({"run", "synthetic", "--size", "64", "--out", "film.wmv"}),
             ContainsSubstring("film.wmv") && ContainsSubstring(".mp4"));
}

TEST_CASE("a camera that is not there is named") {
  CHECK_THAT(refusal({"run", "camera:63"}), ContainsSubstring("camera"));
}

TEST_CASE("a window without a display is refused") {
  const ChangedVariable no_x("DISPLAY", nullptr);
  const ChangedVariable no_wayland("WAYLAND_DISPLAY", nullptr);
  CHECK_THAT(refusal({"run", "synthetic", "--size", "64", "--show"}), ContainsSubstring("display"));
}

TEST_CASE("a wrong flag, a wrong command and a missing argument are refused with a hint") {
  CHECK_THAT(refusal({"run", "synthetic", "--fast"}), ContainsSubstring("--fast") && ContainsSubstring("--help"));
  CHECK_THAT(refusal({"cook"}), ContainsSubstring("--help"));
  CHECK_THAT(refusal({"run"}), ContainsSubstring("INPUT"));
  CHECK_THAT(refusal({}), ContainsSubstring("--help"));
  CHECK_THAT(refusal({"run", "synthetic", "--threads", "many"}), ContainsSubstring("many"));
}

TEST_CASE("detections that are no JSON, or of other images, are refused") {
  const TemporaryFolder folder;
  const auto in = [&](const char* name) { return (folder.path() / name).string(); };
  prepare("ffmpeg -v error -i '" + sample() + "' -frames:v 1 '" + in("street.png") + "'");
  write_bytes(in("street.txt"), "0 0.5 0.5 0.1 0.1\n");
  const auto judge = [&] {
    return refusal(
        {"eval", "--images", folder.path().string(), "--labels", folder.path().string(), "--detections", in("d.json")});
  };
  write_bytes(in("d.json"), "[{");
  CHECK_THAT(judge(), ContainsSubstring("d.json"));
  write_bytes(in("d.json"), R"([{"image": "lake", "category": 0, "score": 0.5, "bbox": [0, 0, 1, 1]}])");
  CHECK_THAT(judge(), ContainsSubstring("lake"));
}
