#include "stages/detect/size_controller.hpp"

#include "models/network/network.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>
#include <utility>

namespace brigade::stages {
namespace {

using pipeline::Duration;

constexpr int kUncounted = 2;
constexpr std::size_t kFewest = 3;
constexpr Duration kLook = std::chrono::seconds(1);
constexpr double kShareAfterShrinking = 0.9;  // of the time that the rate leaves to a detection
constexpr double kShareAfterGrowing = 0.85;   // less, so that what has just been left is not tried at once
constexpr int kMostLooksToGrow = 96;

Duration median_of(std::span<Duration> times) {
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  return *middle;
}

Duration scaled(Duration time, double factor) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double, Duration::period>(time) * factor);
}

}  // namespace

std::string_view name_of(SizeReason reason) {
  switch (reason) {
    case SizeReason::too_slow:
      return "too slow";
    case SizeReason::room:
      return "room";
    case SizeReason::out_of_reach:
      return "out of reach";
  }
  return "unknown";
}

std::optional<SizeDecision> SizeController::update(pipeline::Instant now, Duration took) {
  if (uncounted_ < kUncounted) {
    ++uncounted_;
    look_ = {.began = now};
    return std::nullopt;
  }
  look_.times[look_.count % look_.times.size()] = took;
  ++look_.count;
  if (look_.count < kFewest || now - look_.began < kLook) {
    return std::nullopt;
  }
  const auto median = median_of(std::span(look_.times).first(std::min(look_.count, look_.times.size())));
  look_ = {.began = now};
  return decide(median);
}

std::optional<SizeDecision> SizeController::decide(Duration took) {
  if (took > budget()) {
    looks_with_room_ = 0;
    return shrink(took);
  }
  return grow(took);
}

std::optional<SizeDecision> SizeController::shrink(Duration took) {
  if (size_ == wish_.least) {
    const bool said = std::exchange(said_out_of_reach_, true);
    return said ? std::nullopt : std::optional(change_to(size_, SizeReason::out_of_reach, took));
  }
  if (std::exchange(grew_last_, false)) {
    looks_to_grow_ = std::min(2 * looks_to_grow_, kMostLooksToGrow);
  }
  const int smaller = std::min(largest_within(scaled(budget(), kShareAfterShrinking), took), size_ - models::kSizeStep);
  return change_to(std::max(smaller, wish_.least), SizeReason::too_slow, took);
}

std::optional<SizeDecision> SizeController::grow(Duration took) {
  const int larger = largest_within(scaled(budget(), kShareAfterGrowing), took);
  looks_with_room_ = larger > size_ ? looks_with_room_ + 1 : 0;
  if (looks_with_room_ < looks_to_grow_) {
    return std::nullopt;
  }
  looks_with_room_ = 0;
  grew_last_ = true;
  return change_to(larger, SizeReason::room, took);
}

SizeDecision SizeController::change_to(int size, SizeReason reason, Duration took) {
  const SizeDecision decision{
      .from = size_, .to = size, .reason = reason, .took = took, .expected = expected(size, took)};
  uncounted_ = size == size_ ? uncounted_ : 0;
  size_ = size;
  return decision;
}

Duration SizeController::budget() const {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(1 / wish_.per_second));
}

Duration SizeController::expected(int size, Duration took) const {
  const double side = static_cast<double>(size) / size_;
  return scaled(took, side * side);
}

int SizeController::largest_within(Duration limit, Duration took) const {
  int size = wish_.most;
  while (size > wish_.least && expected(size, took) > limit) {
    size -= models::kSizeStep;
  }
  return std::max(size, wish_.least);
}

}  // namespace brigade::stages
