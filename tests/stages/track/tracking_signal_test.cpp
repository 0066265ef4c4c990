#include "stages/track/tracking_signal.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <random>

using brigade::stages::TrackingSignal;
using Catch::Matchers::WithinAbs;

TEST_CASE("the signal of errors that know nothing of each other is around 1, whatever their size") {
  for (const double size : {0.01, 100.0}) {
    std::mt19937 random(5);
    TrackingSignal signal;
    double sum = 0;
    constexpr int kCount = 20000;
    for (int i = 0; i < kCount; ++i) {
      sum += signal.take(size * (static_cast<double>(random() % 2001) - 1000));
    }
    CHECK_THAT(sum / kCount, WithinAbs(1, 0.1));
  }
}

TEST_CASE("the signal of errors to one side grows to its most, and falls when they change sides") {
  TrackingSignal signal;
  double last = 0;
  for (int i = 0; i < 40; ++i) {
    const double now = signal.take(2);
    CHECK(now >= last);
    last = now;
  }
  CHECK_THAT(last, WithinAbs(TrackingSignal::kMost, 1e-4));
  for (int i = 0; i < 10; ++i) {
    last = signal.take(i % 2 == 0 ? -2 : 2);
  }
  CHECK(last < 1);
}

TEST_CASE("without errors there is no signal") {
  TrackingSignal signal;
  CHECK(signal.take(0) == 0);
}
