#include "pipeline/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace brigade::pipeline {

// Values below 64 have a bucket each. Above, the exponent chooses a row of 64 buckets and the six bits after the
// leading one choose the bucket within it.

std::size_t Histogram::bucket_of(std::uint64_t nanoseconds) {
  constexpr std::uint64_t kLargest = (std::uint64_t{1} << kValueBits) - 1;
  const std::uint64_t value = std::min(nanoseconds, kLargest);
  const int shift = std::max(static_cast<int>(std::bit_width(value)) - 1 - kBucketBits, 0);
  return (static_cast<std::size_t>(shift) << kBucketBits) + static_cast<std::size_t>(value >> shift);
}

Duration Histogram::middle_of(std::size_t bucket) {
  constexpr std::size_t kRow = std::size_t{1} << kBucketBits;
  if (bucket < 2 * kRow) {
    return Duration(static_cast<Duration::rep>(bucket));
  }
  const std::size_t shift = bucket / kRow - 1;
  const std::uint64_t lowest = static_cast<std::uint64_t>(bucket - shift * kRow) << shift;
  return Duration(static_cast<Duration::rep>(lowest + (std::uint64_t{1} << shift) / 2));
}

void Histogram::add(Duration duration) {
  const Duration::rep nanoseconds = std::max(duration, Duration::zero()).count();
  buckets_[bucket_of(static_cast<std::uint64_t>(nanoseconds))].add(1);
  sum_.add(nanoseconds);
  max_.raise_to(nanoseconds);
  count_.add(1);
}

Duration Histogram::percentile(double percent) const {
  const auto rank = std::max<std::int64_t>(
      1, static_cast<std::int64_t>(std::ceil(percent / 100.0 * static_cast<double>(count_.value()))));
  const Duration largest(max_.value());
  std::int64_t seen = 0;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    seen += buckets_[bucket].value();
    if (seen >= rank) {
      return std::min(middle_of(bucket), largest);
    }
  }
  return largest;
}

DurationSummary Histogram::summary() const {
  const std::int64_t count = count_.value();
  return {.count = count,
          .mean = Duration(count > 0 ? sum_.value() / count : 0),
          .p50 = percentile(50),
          .p90 = percentile(90),
          .p99 = percentile(99),
          .max = Duration(max_.value())};
}

}  // namespace brigade::pipeline
