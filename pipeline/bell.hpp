#pragma once

#include "pipeline/cache_line.hpp"
#include "pipeline/clock.hpp"

#include <atomic>
#include <cstdint>

namespace brigade::pipeline {

/// Waiting without a lock: an eventcount on a futex. A thread that finds nothing to do sleeps at the bell; whoever
/// changes something for it rings. Ringing costs two atomic operations and a system call only when someone sleeps.
///
///     const auto ticket = bell.ticket();  // before looking
///     if (!channel_has_something()) bell.wait(ticket);
///
/// No wake is lost: a ring after the ticket was drawn makes `wait` return at once. `wait` may also return for no
/// reason, so callers look again. Any number of threads may ring and wait (all waiters wake); one bell for each stage
/// keeps the wakes to those whom they concern. A ticket is good for 2^32 - 1 rings.
///
/// An event loop must not sleep. It announces itself as a sleeper, so that ringing makes its wake call, and has the
/// word watched instead, in a browser by `Atomics.waitAsync`, whose waiters that call wakes as well:
///
///     const auto ticket = bell.ticket();  // before looking
///     if (!channel_has_something()) {
///       bell.announce_sleeper();
///       watch(bell.word(), ticket, [] { bell.withdraw_sleeper(); look_again(); });
///     }
class alignas(kCacheLine) Bell {
 public:
  using Ticket = std::uint32_t;

  [[nodiscard]] Ticket ticket() const noexcept;

  /// Returns once the bell has been rung since `ticket` was drawn. Spins for some microseconds before it sleeps.
  void wait(Ticket ticket) noexcept;

  /// The same, for at most `timeout`. False when nothing rang.
  bool wait_for(Ticket ticket, Duration timeout) noexcept;

  /// Wakes whoever waits. What the caller wrote before is visible to the woken. Safe in a signal handler.
  void ring() noexcept;

  /// For whoever watches the word itself: what it compares with its ticket, atomically with beginning to watch.
  [[nodiscard]] const std::atomic<std::uint32_t>& word() const noexcept { return rings_; }
  /// Before beginning to watch the word; and once the watch has ended, for whatever reason. Always in pairs.
  void announce_sleeper() noexcept;
  void withdraw_sleeper() noexcept;

 private:
  [[nodiscard]] bool rung_since(Ticket ticket) const noexcept;
  [[nodiscard]] bool spin(Ticket ticket) const noexcept;

  std::atomic<std::uint32_t> rings_{0};     // the futex word
  std::atomic<std::uint32_t> sleepers_{0};  // threads asleep or about to be
};

static_assert(sizeof(Bell) == kCacheLine, "a bell has a cache line to itself");

}  // namespace brigade::pipeline
