#include "native/describe_rate.hpp"

#include "pipeline/milliseconds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brigade::native {
namespace {

using pipeline::milliseconds;
using stages::SizeReason;

// Below these, a rate counts as missed, and a detector as one that waits for frames.
constexpr double kHeld = 0.95;
constexpr double kBusy = 0.9;

std::string shortfall(const stages::HeldRate& held, double detections_per_second, double utilisation) {
  const bool out_of_reach = std::ranges::any_of(held.changes, [](const stages::SizeChange& change) {
    return change.decision.reason == SizeReason::out_of_reach;
  });
  if (detections_per_second >= kHeld * held.wish.per_second) {
    return "";
  }
  if (out_of_reach) {
    return ", out of reach at the least size";
  }
  return utilisation < kBusy ? ", the source brings no more" : "";
}

}  // namespace

std::string describe(const stages::SizeChange& change, const stages::RateWish& wish) {
  const stages::SizeDecision& decision = change.decision;
  if (decision.reason == SizeReason::out_of_reach) {
    return fmt::format(
        "{} detections/s are out of reach: even at {} px one takes {:.0f} ms; ask for fewer, or give more --threads",
        wish.per_second, decision.from, milliseconds(decision.took));
  }
  return fmt::format("{} px from frame {} on, for {} detections/s: {} px took {:.0f} ms, {}; planned in {:.0f} ms",
                     decision.to, change.frame_id + 1, wish.per_second, decision.from, milliseconds(decision.took),
                     decision.reason == SizeReason::too_slow ? "too slow" : "with room for more",
                     milliseconds(change.planning));
}

std::string describe(const stages::HeldRate& held, double detections_per_second, double utilisation) {
  return fmt::format("held {:.1f} of {} detections/s: {} px, {} thread{}, {} change{}{}", detections_per_second,
                     held.wish.per_second, held.size, held.threads, held.threads == 1 ? "" : "s", held.changes.size(),
                     held.changes.size() == 1 ? "" : "s", shortfall(held, detections_per_second, utilisation));
}

}  // namespace brigade::native
