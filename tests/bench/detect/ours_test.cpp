#include "bench/detect/ours.hpp"

#include "models/catalogue.hpp"
#include "tests/bench/detect/int8_weights.hpp"
#include "tests/bench/detect/measured_again.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

using namespace brigade;
using namespace brigade::bench;

namespace {

/// A grey picture, small, so that only the network takes time.
struct Picture {
  vision::ImageLayout layout{.format = vision::PixelFormat::rgb, .width = 64, .height = 48};
  std::vector<std::uint8_t> pixels = std::vector<std::uint8_t>(vision::packed_bytes(layout), 128);
  [[nodiscard]] vision::ImageView view() const { return vision::packed_view(layout, pixels); }
};

}  // namespace

TEST_CASE("floats are what is computed in unasked") { CHECK(precisions().front() == "f32"); }

TEST_CASE("every precision gives times of each step, and layers that do or spare the network's multiply-adds") {
  static_cast<void>(tests::require_cached("weights/human-models-3.0.4/centernet.bin"));
  const Picture picture;
  const tests::TemporaryFolder folder;
  const std::filesystem::path int8_weights = folder.path() / "centernet.int8";
  tests::write_int8_weights(int8_weights, picture.view());
  for (const std::string_view precision : precisions()) {
    const auto ready =
        prepare_ours({.precision = precision, .threads = 1, .int8_weights = int8_weights}, picture.view());
    REQUIRE(ready);
    const auto measured = (*ready)(std::chrono::milliseconds(1));
    REQUIRE(measured);
    CHECK(measured->network == "centernet 512");
    CHECK(measured->precision == precision);
    CHECK(measured->network_ms.size() >= 3);
    CHECK(measured->preprocess_ms.size() == measured->network_ms.size());
    CHECK(measured->decode_ms.size() == measured->network_ms.size());
    CHECK(measured->starts.size() == measured->network_ms.size());
    CHECK_FALSE(measured->layer_starts.empty());
    CHECK(measured->outputs.size() == 2);
    std::int64_t multiply_accumulates = 0;
    for (const LayerTime& layer : measured->layers) {
      CHECK(layer.microseconds.size() == measured->layer_starts.size());
      multiply_accumulates += layer.info.multiply_accumulates + layer.info.spared;
    }
    CHECK(multiply_accumulates == measured->multiply_accumulates);
  }
}

TEST_CASE("who is ready measures as often as asked") {
  static_cast<void>(tests::require_cached("weights/human-models-3.0.4/centernet.bin"));
  const Picture picture;
  tests::check_measured_again(prepare_ours({.precision = "f32", .threads = 1, .int8_weights = {}}, picture.view()));
}

TEST_CASE("outputs are digested whole, and then the detector keeps as little of them as before") {
  static_cast<void>(tests::require_cached("weights/human-models-3.0.4/centernet.bin"));
  const Picture picture;
  auto detector = models::Detector::create({.model = "centernet", .categories = {}});
  REQUIRE(detector);
  REQUIRE(detector->detect(picture.view()));
  const float kept_before = detector->network().least_kept();
  const auto digests = digest_outputs(*detector, picture.view());
  REQUIRE(digests);
  REQUIRE(digests->size() == 2);
  // A grey picture has nothing to look at: what was not stored would still be zeros.
  CHECK(digests->front().mean < -1);
  REQUIRE(detector->detect(picture.view()));
  CHECK(detector->network().least_kept() == kept_before);
}

TEST_CASE("a precision that there is not is an error") {
  const Picture picture;
  const auto ready = prepare_ours({.precision = "f7", .threads = 1, .int8_weights = {}}, picture.view());
  REQUIRE_FALSE(ready);
  CHECK(ready.error().message == "the detector does not compute in f7");
}
