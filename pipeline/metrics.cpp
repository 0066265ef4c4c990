#include "pipeline/metrics.hpp"

#include <algorithm>
#include <numeric>

namespace brigade::pipeline {

std::string_view name_of(DropCause cause) {
  switch (cause) {
    case DropCause::replaced:
      return "replaced";
    case DropCause::pool_exhausted:
      return "pool exhausted";
    case DropCause::discarded:
      return "discarded";
  }
  return "unknown";
}

std::int64_t StageSummary::dropped() const { return std::accumulate(drops.begin(), drops.end(), std::int64_t{0}); }

double StageSummary::utilisation() const {
  return elapsed > Duration::zero() ? static_cast<double>(busy.count()) / static_cast<double>(elapsed.count()) : 0.0;
}

double StageSummary::throughput() const {
  const double seconds = std::chrono::duration<double>(elapsed).count();
  return seconds > 0 ? static_cast<double>(out) / seconds : 0.0;
}

const StageSummary* slowest(std::span<const StageSummary> stages) {
  const auto found = std::ranges::max_element(
      stages, [](const StageSummary& a, const StageSummary& b) { return a.utilisation() < b.utilisation(); });
  return found == stages.end() ? nullptr : &*found;
}

void StageMetrics::count_in(std::size_t depth, Duration waited) {
  in_.add(1);
  depth_sum_.add(static_cast<std::int64_t>(depth));
  depth_max_.raise_to(static_cast<std::int64_t>(depth));
  wait_.add(waited);
}

void StageMetrics::add_service(Duration duration) {
  busy_.add(duration.count());
  service_.add(duration);
}

StageSummary StageMetrics::summary(std::string_view name, Instant now) const {
  StageSummary summary;
  summary.name = name;
  summary.in = in_.value();
  summary.out = out_.value();
  std::ranges::transform(drops_, summary.drops.begin(), &Counter::value);
  summary.service = service_.summary();
  summary.wait = wait_.summary();
  summary.busy = Duration(busy_.value());
  summary.blocked = Duration(blocked_.value());
  const std::int64_t began = began_.value();
  const std::int64_t ended = ended_.value();
  if (began != kNever) {
    summary.elapsed = Duration((ended == kNever ? now.time_since_epoch().count() : ended) - began);
  }
  const auto taken = static_cast<double>(summary.in);
  summary.queue_depth_mean = taken > 0 ? static_cast<double>(depth_sum_.value()) / taken : 0.0;
  summary.queue_depth_max = depth_max_.value();
  return summary;
}

}  // namespace brigade::pipeline
