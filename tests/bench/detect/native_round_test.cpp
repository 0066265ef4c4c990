#include "bench/detect/native_round.hpp"

#include "bench/detect/picture.hpp"
#include "tests/bench/detect/int8_weights.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <string>

using namespace brigade;
using namespace brigade::bench;

TEST_CASE("a round measures ours beside plain XNNPACK, writes the networks' inputs, and names who is not there") {
  static_cast<void>(tests::require_cached("weights/human-models-3.0.4/centernet.bin"));
  const tests::TemporaryFolder folder;
  const auto picture = folder.path() / "picture.i420";
  std::ofstream(picture, std::ios::binary) << std::string(vision::packed_bytes(kPictureLayout), '\x60');
  const auto pixels = read_picture(picture);
  REQUIRE(pixels);
  const auto int8_weights = folder.path() / "centernet.int8";
  tests::write_int8_weights(int8_weights, vision::packed_view(kPictureLayout, *pixels));
  const auto document = run_native_round({.picture = picture,
                                          .yolox = {},
                                          .int8_weights = int8_weights,
                                          .inputs = folder.path(),
                                          .duration = std::chrono::milliseconds(1)});
  REQUIRE(document);
  CHECK_FALSE(document->at("peaks").empty());
  CHECK(document->at("networks").at("centernet").at("outputs").size() == 2);
  int ours = 0;
  int plain = 0;
  for (const auto& measurement : document->at("measurements")) {
    ours += measurement.at("who") == "ours" ? 1 : 0;
    plain += measurement.at("who") == "XNNPACK" ? 1 : 0;
  }
  CHECK(ours >= 2);
  CHECK(plain == 2);
  REQUIRE(document->at("skipped").size() == 2);
  CHECK(document->at("skipped")[0].at("why") ==
        "there is no yolox_nano.onnx in ../shared/models beside the checkout (or $BRIGADE_SHARED/models)");
  CHECK(std::filesystem::file_size(folder.path() / "centernet.f32") == sizeof(float) * 512 * 512 * 3);
  CHECK(std::filesystem::file_size(folder.path() / "yolox_nano.f32") == sizeof(float) * 416 * 416 * 3);
}
