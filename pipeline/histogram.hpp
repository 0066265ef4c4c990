#pragma once

#include "pipeline/clock.hpp"
#include "pipeline/counter.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace brigade::pipeline {

/// What is said of many durations.
struct DurationSummary {
  std::int64_t count = 0;
  Duration mean{};
  Duration p50{};
  Duration p90{};
  Duration p99{};
  Duration max{};
};

/// Histogram of durations in fixed memory, log-linear as in HdrHistogram (G. Tene): every power of two is cut into 64
/// equal buckets, so a percentile is off by less than 1 % (by at most half a bucket, 1/128). Nanoseconds to 73 minutes;
/// longer ones count in the last bucket. Mean and maximum are exact. One thread adds, any may read meanwhile.
class Histogram {
 public:
  /// Negative durations count as zero.
  void add(Duration duration);

  [[nodiscard]] std::int64_t count() const { return count_.value(); }

  /// The smallest duration that at least `percent` % of the durations do not exceed (nearest rank), 0 < percent <= 100.
  /// Zero without durations.
  [[nodiscard]] Duration percentile(double percent) const;

  [[nodiscard]] DurationSummary summary() const;

 private:
  static constexpr int kBucketBits = 6;  // 64 buckets for each power of two
  static constexpr int kValueBits = 42;  // 2^42 ns = 73 min
  static constexpr std::size_t kBuckets = std::size_t{kValueBits - kBucketBits + 1} << kBucketBits;

  static std::size_t bucket_of(std::uint64_t nanoseconds);
  static Duration middle_of(std::size_t bucket);

  Counter count_;
  Counter sum_;
  Counter max_;
  std::array<Counter, kBuckets> buckets_;
};

}  // namespace brigade::pipeline
