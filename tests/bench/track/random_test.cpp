#include "bench/track/random.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using brigade::bench::Random;
using Catch::Matchers::WithinAbs;

TEST_CASE("even numbers lie from 0 to below 1, normal ones around 0 with a deviation of 1") {
  constexpr int kCount = 20'000;
  Random random(7);
  double sum = 0;
  double normal_sum = 0;
  double normal_squares = 0;
  for (int i = 0; i < kCount; ++i) {
    const double even = random.roll();
    CHECK((even >= 0 && even < 1));
    const double normal = random.normal();
    sum += even;
    normal_sum += normal;
    normal_squares += normal * normal;
  }
  CHECK_THAT(sum / kCount, WithinAbs(0.5, 0.02));
  CHECK_THAT(normal_sum / kCount, WithinAbs(0, 0.04));
  CHECK_THAT(normal_squares / kCount, WithinAbs(1, 0.05));
}

TEST_CASE("a seed's first number is the engine's first, whatever the library") {
  // The standard fixes the ten thousandth value of the engine's default seed, and so all of them.
  Random random(5489);
  for (int i = 1; i < 10'000; ++i) {
    static_cast<void>(random.roll());
  }
  CHECK(random.roll() == static_cast<double>(9981545732273789042ULL >> 11U) / 9007199254740992.0);
}
