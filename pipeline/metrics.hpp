#pragma once

#include "pipeline/clock.hpp"
#include "pipeline/counter.hpp"
#include "pipeline/histogram.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace brigade::pipeline {

/// Why an item came to no end.
enum class DropCause : std::uint8_t {
  replaced,        ///< live: a newer item took its place before it was read
  pool_exhausted,  ///< live: no free frame slot to put it in
  discarded,       ///< the reader had left, or the stage found it of no use
};
inline constexpr std::size_t kDropCauses = 3;
[[nodiscard]] std::string_view name_of(DropCause cause);

/// A stage's metrics at one moment. Later fields may be a few items ahead of earlier ones while the stage runs.
struct StageSummary {
  std::string name;
  std::int64_t in = 0;   ///< items received
  std::int64_t out = 0;  ///< items given on, an item for several outputs counted once; for a sink: items consumed
  std::array<std::int64_t, kDropCauses> drops{};  ///< by DropCause
  DurationSummary service{};                      ///< time spent on an item
  DurationSummary wait{};                         ///< time an item lay in the queue before
  Duration busy{};                                ///< sum of all service
  Duration blocked{};                             ///< time spent holding an item that the next stage had no room for
  Duration elapsed{};                             ///< from the first step to the end, or to now
  double queue_depth_mean = 0;  ///< items in the input queue whenever one was taken, that one included
  std::int64_t queue_depth_max = 0;

  [[nodiscard]] std::int64_t drops_by(DropCause cause) const { return drops.at(static_cast<std::size_t>(cause)); }
  [[nodiscard]] std::int64_t dropped() const;
  /// Share of its time that the stage worked, 0..1.
  [[nodiscard]] double utilisation() const;
  /// Items out a second.
  [[nodiscard]] double throughput() const;
};

/// The stage with the highest utilisation, the one that sets the pace; null when there are none.
[[nodiscard]] const StageSummary* slowest(std::span<const StageSummary> stages);

/// What a stage counts while it runs: written by the stage's thread, readable from any other at any time (see Counter).
/// Fixed memory, about 40 kB.
class StageMetrics {
 public:
  void begin(Instant now) { began_.set(now.time_since_epoch().count()); }
  void end(Instant now) { ended_.set(now.time_since_epoch().count()); }

  /// An item was taken from an input that held `depth`, after lying there for `waited`.
  void count_in(std::size_t depth, Duration waited);
  void count_out() { out_.add(1); }
  void count_drop(DropCause cause) { drops_.at(static_cast<std::size_t>(cause)).add(1); }
  void add_service(Duration duration);
  void add_blocked(Duration duration) { blocked_.add(duration.count()); }

  [[nodiscard]] StageSummary summary(std::string_view name, Instant now) const;

 private:
  static constexpr std::int64_t kNever = INT64_MIN;

  Counter in_;
  Counter out_;
  std::array<Counter, kDropCauses> drops_;
  Counter busy_;
  Counter blocked_;
  Counter depth_sum_;
  Counter depth_max_;
  Counter began_{kNever};
  Counter ended_{kNever};
  Histogram service_;
  Histogram wait_;
};

}  // namespace brigade::pipeline
