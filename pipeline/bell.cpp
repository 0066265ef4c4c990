#include "pipeline/bell.hpp"

#include "pipeline/futex.hpp"

namespace brigade::pipeline {

// Why no wake is lost. All operations on `rings_` and `sleepers_` are seq_cst, so they happen in one order S that every
// thread agrees on and that keeps each thread's program order.
//
// 1. Looking against ringing. The ringer changes something, then increments rings_. If the ticket was drawn after that
//    increment in S, the increment (release) pairs with the draw (acquire) and the look that follows sees the change.
//    If it was drawn before, rings_ differs from the ticket from the increment on, and case 2 applies.
// 2. Sleeping against ringing. The sleeper increments sleepers_, then reads rings_; the ringer increments rings_, then
//    reads sleepers_. In S one of the increments is first. If the sleeper's is, the ringer sees it and wakes. If the
//    ringer's is, the sleeper sees the new count and does not sleep. A ring between that read and the sleep is caught
//    by the kernel, which compares the word again, atomically with enqueueing the sleeper.
// 3. Watching against ringing. An event loop increments sleepers_, then has the word compared and itself enqueued in
// one
//    step that wake calls do not interleave with (Atomics.waitAsync holds the list of waiters, as a futex does). If its
//    increment comes before the ringer's read in S, the ringer makes the wake call: after the loop was enqueued the
//    call finds it, before that the comparison finds the ringer's increment. If it comes after, the ringer's increment
//    was earlier still and the comparison finds it. Withdrawing needs no order: until it is seen, a ring makes a call
//    too many.
//
// Anything weaker than seq_cst allows both to read the old values (store buffering). Fences would do as well, but
// ThreadSanitizer does not model them.

namespace {

// About 5 us on current machines: shorter than a sleep and wake (10 to 50 us), long enough for the handover between two
// stages that run at the same time, too short to starve the detector's threads where cores are few.
constexpr int kSpins = 128;

void relax_processor() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

Bell::Ticket Bell::ticket() const noexcept { return rings_.load(std::memory_order_seq_cst); }

bool Bell::rung_since(Ticket ticket) const noexcept { return rings_.load(std::memory_order_seq_cst) != ticket; }

bool Bell::spin(Ticket ticket) const noexcept {
  for (int i = 0; i < kSpins; ++i) {
    if (rung_since(ticket)) {
      return true;
    }
    relax_processor();
  }
  return false;
}

void Bell::wait(Ticket ticket) noexcept {
  if (spin(ticket)) {
    return;
  }
  announce_sleeper();
  while (!rung_since(ticket)) {
    futex_wait(rings_, ticket);
  }
  withdraw_sleeper();
}

bool Bell::wait_for(Ticket ticket, Duration timeout) noexcept {
  if (spin(ticket)) {
    return true;
  }
  const Clock clock;
  const Instant deadline = clock.now() + timeout;
  announce_sleeper();
  while (!rung_since(ticket) && clock.now() < deadline) {
    futex_wait_for(rings_, ticket, deadline - clock.now());
  }
  withdraw_sleeper();
  return rung_since(ticket);
}

void Bell::ring() noexcept {
  rings_.fetch_add(1, std::memory_order_seq_cst);
  if (sleepers_.load(std::memory_order_seq_cst) > 0) {
    futex_wake_all(rings_);
  }
}

void Bell::announce_sleeper() noexcept { sleepers_.fetch_add(1, std::memory_order_seq_cst); }

void Bell::withdraw_sleeper() noexcept { sleepers_.fetch_sub(1, std::memory_order_seq_cst); }

}  // namespace brigade::pipeline
