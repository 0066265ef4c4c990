#include "pipeline/metrics_json.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>

using namespace brigade::pipeline;
using namespace std::chrono_literals;

TEST_CASE("a summary of durations is given in milliseconds") {
  CHECK(
      to_json(DurationSummary{.count = 2, .mean = 1500us, .p50 = 1ms, .p90 = 2ms, .p99 = 2ms, .max = 2500us}).dump() ==
      R"({"count":2,"mean":1.5,"p50":1.0,"p90":2.0,"p99":2.0,"max":2.5})");
}

TEST_CASE("a stage is written in the words of the report, in their order") {
  StageSummary stage{.name = "detect", .in = 4, .out = 2, .busy = 500ms, .blocked = 3ms, .elapsed = 1s};
  stage.drops = {1, 2, 3};
  stage.queue_depth_mean = 1.5;
  stage.queue_depth_max = 2;
  const char* const none = R"({"count":0,"mean":0.0,"p50":0.0,"p90":0.0,"p99":0.0,"max":0.0})";
  const std::string expected =
      R"({"name":"detect","in":4,"out":2,"drops":{"replaced":1,"pool exhausted":2,"discarded":3},)"
      R"("frames_per_second":2.0,"utilisation":0.5,"service_ms":)" +
      std::string(none) + R"(,"wait_ms":)" + none +
      R"(,"busy_ms":500.0,"blocked_ms":3.0,"queue_depth":{"mean":1.5,"max":2}})";
  CHECK(to_json(stage).dump() == expected);
  CHECK(to_json(std::array{stage, stage}).dump() == "[" + expected + "," + expected + "]");
  CHECK(to_json(std::array<StageSummary, 0>{}).dump() == "[]");
}
