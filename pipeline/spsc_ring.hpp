#pragma once

#include "pipeline/cache_line.hpp"

#include <atomic>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace brigade::pipeline {

/// Bounded lossless queue between one writing and one reading thread; neither ever waits for the other.
/// Holds exactly `capacity` items, in order; items may be move-only. All memory is allocated at construction.
/// Lamport's ring with each side keeping a copy of the other's index (as rigtorp/SPSCQueue does): as long as the copy
/// says there is room, or something to read, the other side's cache line is left alone.
template <typename Item>
class SpscRing {
 public:
  /// `capacity` >= 1.
  explicit SpscRing(std::size_t capacity) : slots_(capacity + 1) {}

  /// Writer. Takes the item, or leaves it as it is and returns false when the ring is full.
  [[nodiscard]] bool try_push(Item&& item) {
    if (full()) {
      return false;
    }
    // relaxed: only this thread writes the index
    const std::size_t at = writer_.index.load(std::memory_order_relaxed);
    slots_[at].emplace(std::move(item));
    // release: pairs with the reader's acquire in empty(), which thus sees the item
    writer_.index.store(next(at), std::memory_order_release);
    return true;
  }

  /// Writer. True when the next try_push would be refused.
  [[nodiscard]] bool full() {
    const std::size_t after = next(writer_.index.load(std::memory_order_relaxed));  // relaxed: our own index
    if (after != writer_.others_index) {
      return false;
    }
    // acquire: pairs with the reader's release in try_pop, so the slot is empty before we fill it again
    writer_.others_index = reader_.index.load(std::memory_order_acquire);
    return after == writer_.others_index;
  }

  /// Reader. The oldest item, or nothing when the ring is empty.
  [[nodiscard]] std::optional<Item> try_pop() {
    if (empty()) {
      return std::nullopt;
    }
    const std::size_t at = reader_.index.load(std::memory_order_relaxed);  // relaxed: our own index
    std::optional<Item> item = std::exchange(slots_[at], std::nullopt);
    // release: pairs with the writer's acquire in full(), which may then fill the slot again
    reader_.index.store(next(at), std::memory_order_release);
    return item;
  }

  /// Reader. True when the next try_pop would give nothing.
  [[nodiscard]] bool empty() {
    const std::size_t at = reader_.index.load(std::memory_order_relaxed);  // relaxed: our own index
    if (at != reader_.others_index) {
      return false;
    }
    // acquire: pairs with the writer's release in try_push, so the item is complete
    reader_.others_index = writer_.index.load(std::memory_order_acquire);
    return at == reader_.others_index;
  }

  /// Any thread. How many items there are: exact when nobody pushes or pops meanwhile, else a moment old, but never
  /// more than the capacity.
  [[nodiscard]] std::size_t size() const {
    // relaxed: a number for people to read; no item is touched on the strength of it
    const std::size_t written = writer_.index.load(std::memory_order_relaxed);
    const std::size_t read = reader_.index.load(std::memory_order_relaxed);
    return written >= read ? written - read : written + slots_.size() - read;
  }

  [[nodiscard]] std::size_t capacity() const { return slots_.size() - 1; }

 private:
  /// What one thread writes: its index, and where it last saw the other's.
  struct alignas(kCacheLine) Side {
    std::atomic<std::size_t> index{0};
    std::size_t others_index = 0;
  };
  static_assert(sizeof(Side) == kCacheLine && alignof(Side) == kCacheLine, "the two sides share no cache line");
  static_assert(std::atomic<std::size_t>::is_always_lock_free);

  [[nodiscard]] std::size_t next(std::size_t index) const { return index + 1 == slots_.size() ? 0 : index + 1; }

  Side writer_;
  Side reader_;
  // Read by both, written by neither. One slot more than the capacity: equal indices mean empty, never full.
  alignas(kCacheLine) std::vector<std::optional<Item>> slots_;
};

}  // namespace brigade::pipeline
