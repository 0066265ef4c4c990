#include "bench/detect/watch/look.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace brigade::bench;

TEST_CASE("a look says when it was taken, at which core, and what the loop took there") {
  const auto before = std::chrono::system_clock::now();
  const Look look = look_at(3);
  CHECK(look.core == 3);
  CHECK(look.at >= before);
  CHECK(look.at <= std::chrono::system_clock::now());
  CHECK(look.microseconds > 0);
  CHECK(std::chrono::duration<double, std::micro>(look.microseconds) < std::chrono::system_clock::now() - before);
}
