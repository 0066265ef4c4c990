#include "bench/detect/time_runs.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace brigade;
using namespace brigade::bench;

TEST_CASE("three runs count however short the time is, and one goes before unseen") {
  int runs = 0;
  const auto times = time_runs(
      [&]() -> Result<void> {
        ++runs;
        return {};
      },
      std::chrono::milliseconds(0));
  REQUIRE(times);
  CHECK(times->milliseconds.size() == 3);
  CHECK(times->starts.size() == 3);
  CHECK(std::ranges::is_sorted(times->starts));
  CHECK(runs == 4);
}

TEST_CASE("a run that fails ends the measurement with its sentence") {
  int runs = 0;
  const auto times = time_runs(
      [&]() -> Result<void> {
        ++runs;
        return failure("no picture");
      },
      std::chrono::milliseconds(1000));
  REQUIRE_FALSE(times);
  CHECK(times.error().message == "no picture");
  CHECK(runs == 1);
}
