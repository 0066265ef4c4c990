#include "bench/detect/lossless.hpp"

#include "common/cache.hpp"
#include "models/detector.hpp"
#include "tests/bench/detect/measured_again.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>

using namespace brigade;
using namespace brigade::bench;

namespace {

Measurement measure_shortly(int detectors) {
  static_cast<void>(tests::require_cached("weights/human-models-3.0.4/centernet.bin"));
  static_cast<void>(tests::require_cached("sample/vtest.avi"));
  const auto ready = prepare_lossless(detectors);
  REQUIRE(ready);
  auto measured = (*ready)(std::chrono::milliseconds(1));
  REQUIRE(measured);
  return *measured;
}

std::int64_t multiply_accumulates_of_network() {
  auto detector = models::Detector::create({});
  REQUIRE(detector);
  return detector->network().multiply_accumulates();
}

/// Runs of a pipeline and nothing else, one after another.
void check_runs(const Measurement& measured) {
  CHECK(measured.starts.size() >= kLeastRuns);
  REQUIRE(measured.network_ms.size() == measured.starts.size());
  CHECK(std::ranges::adjacent_find(measured.starts, std::ranges::greater_equal{}) == measured.starts.end());
  for (std::size_t run = 0; run + 1 < measured.starts.size(); ++run) {
    const std::chrono::duration<double, std::milli> until_next = measured.starts[run + 1] - measured.starts[run];
    CHECK(measured.network_ms[run] <= until_next.count() + 1e-3);  // a date has so many digits
  }
  CHECK(measured.preprocess_ms.empty());
  CHECK(measured.decode_ms.empty());
  CHECK(measured.layers.empty());
  CHECK(measured.outputs.empty());
}

}  // namespace

TEST_CASE("one detector's pipeline, lossless, is measured in runs of two frames that do not overlap") {
  const Measurement measured = measure_shortly(1);
  CHECK(measured.who == "ours, lossless, 1 detector");
  CHECK(measured.network == "centernet 512, 2 frames");
  CHECK(measured.precision == "f32");
  CHECK(measured.threads == 1);
  CHECK(measured.multiply_accumulates == 2 * multiply_accumulates_of_network());
  check_runs(measured);
}

TEST_CASE("so is that of two detectors side by side, of one thread each") {
  const Measurement measured = measure_shortly(2);
  CHECK(measured.who == "ours, lossless, 2 detectors side by side");
  CHECK(measured.network == "centernet 512, 2 frames");
  CHECK(measured.precision == "f32");
  CHECK(measured.threads == 2);
  CHECK(measured.multiply_accumulates == 2 * multiply_accumulates_of_network());
  check_runs(measured);
}

TEST_CASE("a pipeline that has been measured is measured again") {
  static_cast<void>(tests::require_cached("weights/human-models-3.0.4/centernet.bin"));
  static_cast<void>(tests::require_cached("sample/vtest.avi"));
  tests::check_measured_again(prepare_lossless(1));
}

TEST_CASE("without the sample there is no pipeline to measure, and the set-up's command is named") {
  const tests::TemporaryFolder folder;
  const std::string was = cache_folder().string();
  setenv("BRIGADE_CACHE", folder.path().c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  const auto ready = prepare_lossless(1);
  setenv("BRIGADE_CACHE", was.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  REQUIRE_FALSE(ready);
  CHECK(ready.error().message.ends_with("the sample video is not there: run script/bootstrap sample"));
}
