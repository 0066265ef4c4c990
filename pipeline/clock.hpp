#pragma once

#include <atomic>
#include <chrono>

namespace brigade::pipeline {

using Duration = std::chrono::nanoseconds;

/// A moment on the monotonic clock. Only differences mean something.
using Instant = std::chrono::time_point<std::chrono::steady_clock, Duration>;

/// A monotonic clock as a value: the machine's by default, or whatever a test puts in its place (see FakeTime).
/// Copies read the same time; `now()` may be called from any thread.
class Clock {
 public:
  using Read = Instant (*)(const void* context);

  Clock() = default;
  /// `context` is handed to every call of `read` and outlives the clock.
  Clock(Read read, const void* context) : read_(read), context_(context) {}

  [[nodiscard]] Instant now() const { return read_(context_); }

 private:
  static Instant read_steady(const void* /*context*/) {
    return std::chrono::time_point_cast<Duration>(std::chrono::steady_clock::now());
  }

  Read read_ = read_steady;
  const void* context_ = nullptr;
};

/// Time that stands still until it is told to go on. Outlives the clocks made from it.
class FakeTime {
 public:
  [[nodiscard]] Clock clock() const { return {read, this}; }

  void advance(Duration step) {
    // relaxed: the number stands for itself, it publishes nothing else
    elapsed_.fetch_add(step.count(), std::memory_order_relaxed);
  }

 private:
  static Instant read(const void* context) {
    const auto& time = *static_cast<const FakeTime*>(context);
    return Instant(Duration(time.elapsed_.load(std::memory_order_relaxed)));  // relaxed: as in advance
  }

  std::atomic<Duration::rep> elapsed_{0};
};

}  // namespace brigade::pipeline
