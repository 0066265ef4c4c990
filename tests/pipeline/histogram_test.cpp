#include "pipeline/histogram.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using brigade::pipeline::Duration;
using brigade::pipeline::Histogram;
using namespace std::chrono_literals;

namespace {

/// Nearest rank over sorted values.
double exact_percentile(const std::vector<std::int64_t>& sorted, double percent) {
  const auto rank = static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(sorted.size())));
  return static_cast<double>(sorted[std::max<std::size_t>(rank, 1) - 1]);
}

}  // namespace

TEST_CASE("a histogram without durations is all zeroes") {
  const Histogram histogram;
  CHECK(histogram.count() == 0);
  CHECK(histogram.percentile(50) == 0ns);
  CHECK(histogram.summary().max == 0ns);
  CHECK(histogram.summary().mean == 0ns);
}

TEST_CASE("percentiles are within 1 % of the sorted values, from nanoseconds to an hour") {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> exponent(0, 12.5);  // decimal: 1 ns to 53 min
  Histogram histogram;
  std::vector<std::int64_t> values;
  double sum = 0;
  for (int i = 0; i < 20000; ++i) {
    values.push_back(static_cast<std::int64_t>(std::pow(10.0, exponent(random))));
    sum += static_cast<double>(values.back());
    histogram.add(Duration(values.back()));
  }
  std::ranges::sort(values);
  for (const double percent : {0.1, 1.0, 10.0, 25.0, 50.0, 75.0, 90.0, 99.0, 99.9, 100.0}) {
    const auto found = static_cast<double>(histogram.percentile(percent).count());
    CHECK_THAT(found, Catch::Matchers::WithinRel(exact_percentile(values, percent), 0.01));
  }
  const auto summary = histogram.summary();
  CHECK(summary.count == 20000);
  CHECK(summary.max.count() == values.back());
  CHECK_THAT(static_cast<double>(summary.mean.count()), Catch::Matchers::WithinRel(sum / 20000, 1e-6));
}

TEST_CASE("small durations are exact, and no percentile exceeds the maximum") {
  Histogram histogram;
  for (int i = 1; i <= 100; ++i) {
    histogram.add(Duration(i));
  }
  CHECK(histogram.percentile(50) == 50ns);
  CHECK(histogram.percentile(90) == 90ns);
  CHECK(histogram.percentile(99) == 99ns);
  CHECK(histogram.percentile(0.001) == 1ns);
  Histogram single;
  single.add(1000001ns);
  CHECK(single.percentile(1) <= 1000001ns);
  CHECK(single.percentile(100) == 1000001ns);
}

TEST_CASE("every power of two and its neighbours fall into buckets that hold them") {
  for (int bit = 0; bit < 42; ++bit) {
    for (const std::int64_t offset : {-1, 0, 1}) {
      const std::int64_t value = (std::int64_t{1} << bit) + offset;
      Histogram histogram;
      histogram.add(Duration(value));
      histogram.add(std::chrono::hours(10));  // so that the maximum does not correct the bucket
      CHECK_THAT(static_cast<double>(histogram.percentile(50).count()),
                 Catch::Matchers::WithinRel(static_cast<double>(value), 0.01));
    }
  }
}

TEST_CASE("durations out of range count at its ends") {
  Histogram histogram;
  histogram.add(-5ns);
  CHECK(histogram.percentile(50) == 0ns);
  CHECK(histogram.summary().max == 0ns);
  histogram.add(std::chrono::hours(100));
  CHECK(histogram.percentile(100) > 72min);
  CHECK(histogram.summary().max == std::chrono::hours(100));
}
