#include "pipeline/bell.hpp"

#include "pipeline/futex.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <thread>

using brigade::pipeline::Bell;
using namespace std::chrono_literals;

namespace {

/// What Atomics.waitAsync does for an event loop, on a thread that may sleep: no ticket is looked at but by the futex.
void watch(Bell& bell, Bell::Ticket ticket) {
  bell.announce_sleeper();
  brigade::pipeline::futex_wait(bell.word(), ticket);
  bell.withdraw_sleeper();
}

}  // namespace

TEST_CASE("a ring after the ticket ends the wait at once") {
  Bell bell;
  const auto ticket = bell.ticket();
  bell.ring();
  bell.wait(ticket);
  CHECK(bell.wait_for(ticket, 1h));
}

TEST_CASE("a wait with a timeout says that nothing rang") {
  Bell bell;
  CHECK_FALSE(bell.wait_for(bell.ticket(), 1ms));
  CHECK_FALSE(bell.wait_for(bell.ticket(), 0ms));
  CHECK_FALSE(bell.wait_for(bell.ticket(), -1ms));
}

TEST_CASE("what was written before the ring is seen after the wait") {
  brigade::tests::require_threads();
  Bell bell;
  int message = 0;
  const auto ticket = bell.ticket();
  std::thread ringer([&] {
    message = 42;
    bell.ring();
  });
  bell.wait(ticket);
  CHECK(message == 42);
  ringer.join();
}

TEST_CASE("one ring wakes all who wait") {
  brigade::tests::require_threads();
  Bell bell;
  const auto ticket = bell.ticket();
  std::thread first([&] { bell.wait(ticket); });
  std::thread second([&] { bell.wait(ticket); });
  bell.ring();
  first.join();
  second.join();
  SUCCEED("both returned");
}

TEST_CASE("no wake is lost between two threads that take turns") {
  brigade::tests::require_threads();
  constexpr int kTurns = 5000;
  Bell to_second;
  Bell to_first;
  std::atomic<int> turn{0};  // even: the first thread's
  const auto play = [&turn](int mine, Bell& my_bell, Bell& others_bell) {
    const auto is_my_turn = [&] { return turn.load(std::memory_order_acquire) % 2 == mine; };
    for (int i = 0; i < kTurns; ++i) {
      while (true) {
        const auto ticket = my_bell.ticket();
        if (is_my_turn()) {
          break;
        }
        my_bell.wait(ticket);
      }
      turn.fetch_add(1, std::memory_order_release);
      others_bell.ring();
    }
  };
  std::thread second([&] { play(1, to_second, to_first); });
  play(0, to_first, to_second);
  second.join();
  CHECK(turn.load() == 2 * kTurns);
}

TEST_CASE("the word that an event loop watches is what its ticket was drawn from") {
  Bell bell;
  const auto ticket = bell.ticket();
  CHECK(bell.word().load(std::memory_order_seq_cst) == ticket);
  bell.ring();
  CHECK(bell.word().load(std::memory_order_seq_cst) != ticket);
  watch(bell, ticket);  // would never return if it slept
}

TEST_CASE("no wake is lost between a thread and an event loop that watches the word") {
  brigade::tests::require_threads();
  constexpr int kTurns = 5000;
  Bell to_loop;
  Bell to_thread;
  std::atomic<int> turn{0};  // even: the thread's
  std::thread loop([&] {
    while (turn.load(std::memory_order_acquire) < 2 * kTurns) {
      const auto ticket = to_loop.ticket();
      if (turn.load(std::memory_order_acquire) % 2 == 0) {
        watch(to_loop, ticket);
        continue;
      }
      turn.fetch_add(1, std::memory_order_release);
      to_thread.ring();
    }
  });
  for (int i = 0; i < kTurns; ++i) {
    turn.fetch_add(1, std::memory_order_release);
    to_loop.ring();
    for (auto ticket = to_thread.ticket(); turn.load(std::memory_order_acquire) % 2 != 0; ticket = to_thread.ticket()) {
      to_thread.wait(ticket);
    }
  }
  loop.join();
  CHECK(turn.load() == 2 * kTurns);
}
