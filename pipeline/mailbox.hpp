#pragma once

#include "pipeline/cache_line.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>

namespace brigade::pipeline {

/// Latest-item mailbox between one writing and one reading thread; neither ever waits for the other.
/// The writer replaces an item that nobody has read and gets it back, so drops are counted, and what they held is let
/// go, where they happen. A triple buffer: one slot is the writer's, one the reader's, one lies between them; the one
/// byte shared by the threads names the slot between and whether it is unread.
template <typename Item>
class Mailbox {
 public:
  /// Writer. Leaves the item for the reader; returns the one it replaced, if that was still unread.
  std::optional<Item> put(Item item) {
    slots_[writer_.slot].item.emplace(std::move(item));
    // acq_rel. release: the reader's exchange in take() sees the item. acquire: pairs with that exchange's release, so
    // the reader is done with the slot we get in return.
    const std::uint8_t previous =
        between_.state.exchange(static_cast<std::uint8_t>(writer_.slot | kUnread), std::memory_order_acq_rel);
    writer_.slot = previous & kSlotMask;
    return std::exchange(slots_[writer_.slot].item, std::nullopt);
  }

  /// Reader. The latest item, each at most once; nothing when there is none since the last.
  [[nodiscard]] std::optional<Item> take() {
    if (empty()) {
      return std::nullopt;
    }
    // acq_rel. acquire: pairs with the release in put(), so the item is complete. release: our slot is empty before
    // the writer gets it. Only we clear the unread bit, so the slot we get is unread even if it was replaced just now.
    const std::uint8_t previous = between_.state.exchange(reader_.slot, std::memory_order_acq_rel);
    reader_.slot = previous & kSlotMask;
    return std::exchange(slots_[reader_.slot].item, std::nullopt);
  }

  /// Any thread. True when take() would give nothing; exact for the reader until the writer's next put().
  [[nodiscard]] bool empty() const {
    // acquire: not needed to read the item (take() has its own), but it makes "closed, then empty" a sound question
    return (between_.state.load(std::memory_order_acquire) & kUnread) == 0;
  }

 private:
  static constexpr std::uint8_t kSlotMask = 3;
  static constexpr std::uint8_t kUnread = 4;

  struct alignas(kCacheLine) Slot {
    std::optional<Item> item;
  };
  struct alignas(kCacheLine) Side {
    std::uint8_t slot;
  };
  struct alignas(kCacheLine) Between {
    std::atomic<std::uint8_t> state{2};
  };
  static_assert(sizeof(Side) == kCacheLine && sizeof(Between) == kCacheLine, "what the threads write lies apart");
  static_assert(std::atomic<std::uint8_t>::is_always_lock_free);

  Side writer_{0};
  Side reader_{1};
  Between between_;
  std::array<Slot, 3> slots_;  // filled only in the slot between, unread
};

}  // namespace brigade::pipeline
