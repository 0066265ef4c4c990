#pragma once

#include "pipeline/channel_link.hpp"
#include "pipeline/clock.hpp"
#include "pipeline/counter.hpp"
#include "pipeline/mailbox.hpp"
#include "pipeline/spsc_ring.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

namespace brigade::pipeline {

/// What happens when the writer is faster than the reader.
enum class Policy : std::uint8_t {
  lossless,  ///< the writer waits; every item arrives, in order (files)
  live,      ///< the latest item wins; the one it replaces is dropped and counted (cameras)
};

/// An item and when it was sent.
template <typename Item>
struct Stamped {
  Item item;
  Instant sent_at;
};

/// The queue between two stages: one thread writes, one reads, neither is ever held up in a call.
/// Whoever finds it full or empty waits at a bell of its own, which the other side rings (see Bell, ChannelLink).
/// At the end the writer closes and the reader drains; or the reader cancels and the writer stops.
template <typename Item>
class Channel {  // NOLINT(clang-analyzer-optin.performance.Padding): the threads' lines are kept apart
 public:
  /// `capacity`: how many items a lossless channel holds, >= 1. A live one holds one, the latest.
  explicit Channel(Policy policy, std::size_t capacity = 1) : queue_(make_queue(policy, capacity)) {}

  /// Writer. Takes the item; or, when a lossless channel is full, returns false and leaves the item as it is.
  /// Once cancelled it takes and destroys the item, counted as dropped: nobody waits for a reader that has left.
  [[nodiscard]] bool try_send(Item&& item, Instant sent_at = {}) {
    if (cancelled()) {
      // NOLINTNEXTLINE(clang-analyzer-cplusplus.Move): an item that was refused before has not been moved from
      [[maybe_unused]] const Item unwanted = std::move(item);
      dropped_.add(1);
    } else if (!offer(std::move(item), sent_at)) {
      return false;
    }
    sent_.add(1);
    link_.wake_reader();
    return true;
  }

  /// Reader. The oldest (lossless) or latest (live) item, with the time it was sent.
  [[nodiscard]] std::optional<Stamped<Item>> try_receive_stamped() {
    auto received = queue_.index() == kRing ? std::get_if<kRing>(&queue_)->try_pop()  //
                                            : std::get_if<kMailbox>(&queue_)->take();
    if (received) {
      received_.add(1);
      link_.wake_writer();
    }
    return received;
  }

  /// Reader. The same, without the time.
  [[nodiscard]] std::optional<Item> try_receive() {
    auto received = try_receive_stamped();
    return received ? std::optional<Item>(std::move(received->item)) : std::nullopt;
  }

  void close() noexcept { link_.close(); }    ///< Writer: nothing will follow.
  void cancel() noexcept { link_.cancel(); }  ///< Reader: nothing more will be read.
  [[nodiscard]] bool closed() const noexcept { return link_.closed(); }
  [[nodiscard]] bool cancelled() const noexcept { return link_.cancelled(); }

  /// Reader. Closed and drained: no receive will ever succeed again.
  [[nodiscard]] bool finished() {
    // in this order: an item sent before the close is seen by the second question
    return closed() && (queue_.index() == kRing ? std::get_if<kRing>(&queue_)->empty()  //
                                                : std::get_if<kMailbox>(&queue_)->empty());
  }

  /// Any thread. Items that wait to be received, as of a moment ago.
  [[nodiscard]] std::size_t depth() const {
    if (const auto* ring = std::get_if<kRing>(&queue_)) {
      return ring->size();
    }
    return std::get_if<kMailbox>(&queue_)->empty() ? 0 : 1;
  }

  // Any thread. Once both sides rest and the channel is drained: sent = received + dropped.
  [[nodiscard]] std::int64_t sent() const { return sent_.value(); }          ///< taken from the writer
  [[nodiscard]] std::int64_t received() const { return received_.value(); }  ///< given to the reader
  [[nodiscard]] std::int64_t dropped() const { return dropped_.value(); }    ///< replaced unread, or sent in vain

  [[nodiscard]] Policy policy() const { return queue_.index() == kRing ? Policy::lossless : Policy::live; }
  [[nodiscard]] ChannelLink& link() { return link_; }

 private:
  using Queue = std::variant<SpscRing<Stamped<Item>>, Mailbox<Stamped<Item>>>;
  static constexpr std::size_t kRing = 0;
  static constexpr std::size_t kMailbox = 1;

  static Queue make_queue(Policy policy, std::size_t capacity) {
    return policy == Policy::lossless ? Queue(std::in_place_index<kRing>, capacity)
                                      : Queue(std::in_place_index<kMailbox>);
  }

  bool offer(Item&& item, Instant sent_at) {
    if (auto* ring = std::get_if<kRing>(&queue_)) {
      return !ring->full() && ring->try_push({std::move(item), sent_at});
    }
    if (std::get_if<kMailbox>(&queue_)->put({std::move(item), sent_at})) {
      dropped_.add(1);
    }
    return true;
  }

  Queue queue_;
  ChannelLink link_;
  // counted on the thread that writes them, a cache line apart
  alignas(kCacheLine) Counter sent_;
  Counter dropped_;
  alignas(kCacheLine) Counter received_;
};

}  // namespace brigade::pipeline
