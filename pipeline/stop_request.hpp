#pragma once

#include <atomic>

namespace brigade::pipeline {

/// The wish to end a run early. A source ends at its next step after the request; what it has given out before drains
/// through the stages as at a normal end. `request()` is safe in a signal handler.
class StopRequest {
 public:
  // relaxed: the flag publishes nothing but itself; what was captured before travels through the channels
  void request() noexcept { requested_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool requested() const noexcept { return requested_.load(std::memory_order_relaxed); }

 private:
  static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch only lock-free atomics");
  std::atomic<bool> requested_{false};
};

}  // namespace brigade::pipeline
