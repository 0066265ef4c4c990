#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace brigade::pipeline {

/// A number that one thread writes and any thread may read while it does.
/// Every access is relaxed: the number publishes nothing but itself, and a reader only wants a value that was true a
/// moment ago. There is one writer, so load and store suffice where two would need a read-modify-write.
class Counter {
 public:
  Counter() = default;
  explicit Counter(std::int64_t value) : value_(value) {}

  void add(std::int64_t amount) { set(value() + amount); }
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void raise_to(std::int64_t value) { set(std::max(this->value(), value)); }
  [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

}  // namespace brigade::pipeline
