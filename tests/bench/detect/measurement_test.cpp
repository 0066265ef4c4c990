#include "bench/detect/measurement.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <array>

using namespace brigade::bench;

TEST_CASE("a digest tells tensors apart by mean, mean size and largest value") {
  constexpr std::array kValues{-3.0F, 1.0F, 2.0F, 2.0F};
  const OutputDigest digested = digest(kValues);
  CHECK(digested.mean == Catch::Approx(0.5));
  CHECK(digested.mean_absolute == Catch::Approx(2.0));
  CHECK(digested.largest == 3.0);
}

TEST_CASE("a digest of nothing is all zeros") {
  const OutputDigest digested = digest({});
  CHECK(digested.mean == 0.0);
  CHECK(digested.mean_absolute == 0.0);
  CHECK(digested.largest == 0.0);
}

TEST_CASE("a measurement is written with the names that the driver reads") {
  Measurement measurement;
  measurement.who = "ours";
  measurement.threads = 2;
  measurement.multiply_accumulates = 1000;
  measurement.network_ms = {2.0, 3.0};
  measurement.layers.push_back(
      {.info = {.name = "a", .kind = "conv 1x1", .output_shape = "1x2x3", .multiply_accumulates = 6},
       .microseconds = {4, 5}});
  measurement.starts.emplace_back(std::chrono::milliseconds(1500));
  const nlohmann::ordered_json json = to_json(measurement);
  CHECK(json["who"] == "ours");
  CHECK(json["threads"] == 2);
  CHECK(json["network_ms"] == nlohmann::ordered_json{2.0, 3.0});
  CHECK(json["preprocess_ms"].empty());
  CHECK(json["layers"][0]["kind"] == "conv 1x1");
  CHECK(json["layers"][0]["output"] == "1x2x3");
  CHECK(json["layers"][0]["multiply_accumulates"] == 6);
  CHECK(json["layers"][0]["microseconds"] == nlohmann::ordered_json{4.0, 5.0});
  CHECK(json["starts_ms"] == nlohmann::ordered_json::array({1500.0}));
  CHECK(json["layer_starts_ms"].empty());
}
