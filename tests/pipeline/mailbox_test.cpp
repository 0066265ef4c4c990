#include "pipeline/mailbox.hpp"

#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

using brigade::pipeline::Mailbox;

namespace {

/// What the item points to, -1 without an item.
int number_in(const std::optional<std::unique_ptr<int>>& item) { return item ? **item : -1; }

}  // namespace

TEST_CASE("a mailbox gives the latest item, once") {
  Mailbox<int> mailbox;
  CHECK(mailbox.empty());
  CHECK_FALSE(mailbox.take().has_value());
  CHECK_FALSE(mailbox.put(1).has_value());
  CHECK_FALSE(mailbox.empty());
  CHECK(mailbox.take() == 1);
  CHECK(mailbox.empty());
  CHECK_FALSE(mailbox.take().has_value());
}

TEST_CASE("the writer gets back an unread item that it replaces, and no other") {
  Mailbox<std::unique_ptr<int>> mailbox;
  CHECK_FALSE(mailbox.put(std::make_unique<int>(1)).has_value());
  for (int i = 2; i < 10; ++i) {
    const auto replaced = mailbox.put(std::make_unique<int>(i));
    REQUIRE(replaced.has_value());
    CHECK(**replaced == i - 1);
  }
  CHECK(number_in(mailbox.take()) == 9);
  CHECK_FALSE(mailbox.put(std::make_unique<int>(10)).has_value());
}

TEST_CASE("a mailbox keeps only what is unread") {
  const auto item = std::make_shared<int>(0);
  Mailbox<std::shared_ptr<int>> mailbox;
  for (int i = 0; i < 5; ++i) {
    mailbox.put(item);
    CHECK(item.use_count() == 2);
  }
  mailbox.put(item);
  CHECK(mailbox.take().has_value());
  CHECK(item.use_count() == 1);
}

TEST_CASE("between two threads every item is either read or replaced, in order") {
  brigade::tests::require_threads();
  constexpr int kItems = 20000;
  Mailbox<std::unique_ptr<int>> mailbox;
  std::atomic<bool> done{false};
  int replaced = 0;
  std::thread writer([&] {
    for (int i = 1; i <= kItems; ++i) {
      replaced += mailbox.put(std::make_unique<int>(i)).has_value() ? 1 : 0;
    }
    done.store(true, std::memory_order_release);
  });
  int read = 0;
  int latest = 0;
  bool in_order = true;
  const auto take_all = [&] {
    while (const auto item = mailbox.take()) {
      in_order = in_order && **item > latest;
      latest = **item;
      ++read;
    }
  };
  while (!done.load(std::memory_order_acquire)) {
    take_all();
    std::this_thread::yield();
  }
  take_all();
  writer.join();
  CHECK(in_order);
  CHECK(latest == kItems);
  CHECK(read + replaced == kItems);
}
