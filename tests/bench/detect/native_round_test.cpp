#include "bench/detect/native_round.hpp"

#include "bench/detect/picture.hpp"
#include "tests/bench/detect/int8_weights.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace brigade;
using namespace brigade::bench;

namespace {

struct Inputs {
  std::filesystem::path picture;
  std::filesystem::path int8_weights;
};

/// A grey picture, and int8 weights that were made of it.
Inputs write_inputs(const std::filesystem::path& folder) {
  Inputs inputs{.picture = folder / "picture.i420", .int8_weights = folder / "centernet.int8"};
  std::ofstream(inputs.picture, std::ios::binary) << std::string(vision::packed_bytes(kPictureLayout), '\x60');
  const auto pixels = read_picture(inputs.picture);
  REQUIRE(pixels);
  tests::write_int8_weights(inputs.int8_weights, vision::packed_view(kPictureLayout, *pixels));
  return inputs;
}

/// Who was measured, how, in the order of the list.
std::vector<std::string> contestants(const nlohmann::ordered_json& document) {
  std::vector<std::string> names;
  for (const auto& one : document.at("measurements")) {
    names.push_back(fmt::format("{} {} {}", one.at("who").get<std::string>(), one.at("precision").get<std::string>(),
                                one.at("threads").get<int>()));
  }
  return names;
}

}  // namespace

TEST_CASE("rounds measure ours beside others, and our pipeline; inputs are written, and who is not there is named") {
  static_cast<void>(tests::require_cached("weights/human-models-3.0.4/centernet.bin"));
  static_cast<void>(tests::require_cached("sample/vtest.avi"));
  const tests::TemporaryFolder folder;
  const Inputs inputs = write_inputs(folder.path());
  const auto bench = prepare_native_bench({.picture = inputs.picture,
                                           .yolox = {},
                                           .int8_weights = inputs.int8_weights,
                                           .inputs = folder.path(),
                                           .warm_up = std::chrono::milliseconds(1)});
  REQUIRE(bench);
  REQUIRE(run_native_round(*bench, 0, std::chrono::milliseconds(1)));
  const auto document = run_native_round(*bench, 3, std::chrono::milliseconds(1));
  REQUIRE(document);
  CHECK_FALSE(document->at("peaks").empty());
  CHECK(document->at("networks").at("centernet").at("outputs").size() == 2);
  // Turn 3 measures in another order than this.
  CHECK(contestants(*document) == std::vector<std::string>{"ours f32 1", "ours int8 1", "XNNPACK f32 1",
                                                           "ours, lossless, 1 detector f32 1", "ours f32 2",
                                                           "ours int8 2", "XNNPACK f32 2",
                                                           "ours, lossless, 2 detectors side by side f32 2"});
  REQUIRE(document->at("skipped").size() == 2);
  CHECK(document->at("skipped")[0].at("what") == "OpenCV DNN, natively, 1 thread(s)");
  CHECK(document->at("skipped")[0].at("why") ==
        "there is no yolox_nano.onnx in ../shared/models beside the checkout (or $BRIGADE_SHARED/models)");
  CHECK(std::filesystem::file_size(folder.path() / "centernet.f32") == sizeof(float) * 512 * 512 * 3);
  CHECK(std::filesystem::file_size(folder.path() / "yolox_nano.f32") == sizeof(float) * 416 * 416 * 3);
}
