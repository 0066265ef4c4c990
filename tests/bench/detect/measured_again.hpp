#pragma once

#include "bench/detect/measurement.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>

namespace brigade::tests {

/// Whoever was made ready is measured as often as asked, one time after another.
inline void check_measured_again(const Result<bench::Measure>& ready) {
  REQUIRE(ready);
  const auto first = (*ready)(std::chrono::milliseconds(1));
  const auto second = (*ready)(std::chrono::milliseconds(1));
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->starts.back() < second->starts.front());
}

}  // namespace brigade::tests
