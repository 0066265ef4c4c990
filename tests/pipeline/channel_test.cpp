#include "pipeline/channel.hpp"

#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <optional>
#include <semaphore>
#include <thread>

using brigade::pipeline::Bell;
using brigade::pipeline::Channel;
using brigade::pipeline::Instant;
using brigade::pipeline::Policy;
using namespace std::chrono_literals;

namespace {

/// A channel with the bells that its two stages would bring.
template <typename Item>
struct Wired {
  explicit Wired(Policy policy, std::size_t capacity = 1) : channel(policy, capacity) {
    channel.link().set_writer_bell(writer_bell);
    channel.link().set_reader_bell(reader_bell);
  }

  std::shared_ptr<Bell> writer_bell = std::make_shared<Bell>();
  std::shared_ptr<Bell> reader_bell = std::make_shared<Bell>();
  Channel<Item> channel;
};

/// Waits until something can be received or the channel is finished; releases `asleep` before the first wait.
template <typename Item>
std::optional<Item> receive_waiting(Wired<Item>& wired, std::binary_semaphore& asleep) {
  bool told = false;
  while (true) {
    const auto ticket = wired.reader_bell->ticket();
    if (auto item = wired.channel.try_receive()) {
      return item;
    }
    if (wired.channel.finished()) {
      return std::nullopt;
    }
    if (!std::exchange(told, true)) {
      asleep.release();
    }
    wired.reader_bell->wait(ticket);
  }
}

/// What the item points to, -1 without an item.
int number_in(const std::optional<std::unique_ptr<int>>& item) { return item ? **item : -1; }

}  // namespace

TEST_CASE("a full lossless channel refuses, drops nothing and keeps the order") {
  Channel<std::unique_ptr<int>> channel(Policy::lossless, 2);
  REQUIRE(channel.try_send(std::make_unique<int>(1)));
  REQUIRE(channel.try_send(std::make_unique<int>(2)));
  auto third = std::make_unique<int>(3);
  CHECK_FALSE(channel.try_send(std::move(third)));
  REQUIRE(third != nullptr);  // NOLINT(bugprone-use-after-move): that it was not moved from is the point
  CHECK(channel.depth() == 2);
  CHECK(number_in(channel.try_receive()) == 1);
  CHECK(channel.try_send(std::move(third)));
  CHECK(number_in(channel.try_receive()) == 2);
  CHECK(number_in(channel.try_receive()) == 3);
  CHECK(channel.sent() == 3);
  CHECK(channel.received() == 3);
  CHECK(channel.dropped() == 0);
}

TEST_CASE("a live channel never refuses and counts every drop") {
  Channel<int> channel(Policy::live, 8);
  for (int i = 0; i < 10; ++i) {
    REQUIRE(channel.try_send(int{i}));
    CHECK(channel.depth() == 1);
  }
  CHECK(channel.dropped() == 9);
  CHECK(channel.try_receive() == 9);
  CHECK(channel.depth() == 0);
  CHECK_FALSE(channel.try_receive().has_value());
  CHECK(channel.sent() == channel.received() + channel.dropped());
}

TEST_CASE("an item arrives with the time it was sent") {
  for (const Policy policy : {Policy::lossless, Policy::live}) {
    Channel<int> channel(policy);
    REQUIRE(channel.try_send(5, Instant(7ns)));
    const auto received = channel.try_receive_stamped();
    CHECK((received && received->item == 5));
    CHECK((received && received->sent_at == Instant(7ns)));
  }
}

TEST_CASE("a closed channel is finished when it has been drained") {
  for (const Policy policy : {Policy::lossless, Policy::live}) {
    Channel<int> channel(policy);
    REQUIRE(channel.try_send(1));
    CHECK_FALSE(channel.finished());
    channel.close();
    CHECK(channel.closed());
    CHECK_FALSE(channel.finished());
    CHECK(channel.try_receive() == 1);
    CHECK(channel.finished());
    CHECK_FALSE(channel.cancelled());
  }
}

TEST_CASE("a cancelled channel takes items without keeping them") {
  const auto item = std::make_shared<int>(0);
  Channel<std::shared_ptr<int>> channel(Policy::lossless, 1);
  channel.cancel();
  CHECK(channel.cancelled());
  CHECK(channel.try_send(std::shared_ptr<int>(item)));
  CHECK(channel.try_send(std::shared_ptr<int>(item)));
  CHECK(item.use_count() == 1);
  CHECK(channel.dropped() == 2);
}

TEST_CASE("sending, closing, receiving and cancelling ring the other side's bell, not one's own") {
  Wired<int> wired(Policy::lossless, 2);
  const auto rings = [](const Bell& bell, auto&& action) {
    const auto before = bell.ticket();
    action();
    return bell.ticket() - before;
  };
  const auto send = [&] { REQUIRE(wired.channel.try_send(1)); };
  const auto receive = [&] { REQUIRE(wired.channel.try_receive().has_value()); };
  CHECK(rings(*wired.reader_bell, send) == 1);
  CHECK(rings(*wired.writer_bell, send) == 0);
  CHECK(rings(*wired.writer_bell, receive) == 1);
  CHECK(rings(*wired.reader_bell, receive) == 0);
  CHECK(rings(*wired.reader_bell, [&] { CHECK_FALSE(wired.channel.try_receive().has_value()); }) == 0);
  CHECK(rings(*wired.reader_bell, [&] { wired.channel.close(); }) == 1);
  CHECK(rings(*wired.writer_bell, [&] { wired.channel.cancel(); }) == 1);
}

TEST_CASE("closing wakes a reader that waits") {
  brigade::tests::require_threads();
  for (const Policy policy : {Policy::lossless, Policy::live}) {
    Wired<int> wired(policy);
    std::binary_semaphore asleep(0);
    std::optional<int> received = 1;
    std::thread reader([&] { received = receive_waiting(wired, asleep); });
    asleep.acquire();
    wired.channel.close();
    reader.join();
    CHECK_FALSE(received.has_value());
  }
}

TEST_CASE("an item wakes a reader that waits for a slow writer") {
  brigade::tests::require_threads();
  for (const Policy policy : {Policy::lossless, Policy::live}) {
    Wired<int> wired(policy);
    std::binary_semaphore asleep(0);
    std::optional<int> received;
    std::thread reader([&] { received = receive_waiting(wired, asleep); });
    asleep.acquire();
    REQUIRE(wired.channel.try_send(3));
    reader.join();
    CHECK(received == 3);
  }
}

TEST_CASE("a slow reader holds a lossless writer back, item by item") {
  brigade::tests::require_threads();
  constexpr int kItems = 20;
  Wired<int> wired(Policy::lossless, 2);
  std::counting_semaphore<kItems> refused(0);
  std::thread writer([&] {
    int last_refused = -1;
    for (int i = 0; i < kItems; ++i) {
      while (true) {
        const auto ticket = wired.writer_bell->ticket();
        int item = i;
        if (wired.channel.try_send(std::move(item))) {  // NOLINT(performance-move-const-arg): what it takes
          break;
        }
        if (std::exchange(last_refused, i) != i) {
          refused.release();
        }
        wired.writer_bell->wait(ticket);
      }
    }
    wired.channel.close();
  });
  for (int i = 0; i < kItems; ++i) {
    if (i < kItems - 2) {
      refused.acquire();  // item i + 2 has found the channel full
      REQUIRE(wired.channel.depth() == 2);
    }
    std::optional<int> item;
    while (!item) {  // the last two are sent only after room was made, so they may be yet to come
      const auto ticket = wired.reader_bell->ticket();
      item = wired.channel.try_receive();
      if (!item) {
        wired.reader_bell->wait(ticket);
      }
    }
    REQUIRE(item == i);
  }
  writer.join();
  CHECK(wired.channel.finished());
  CHECK(wired.channel.dropped() == 0);
}

TEST_CASE("cancelling wakes a writer that waits for room") {
  brigade::tests::require_threads();
  Wired<int> wired(Policy::lossless, 1);
  REQUIRE(wired.channel.try_send(1));
  std::binary_semaphore asleep(0);
  std::thread writer([&] {
    while (true) {
      const auto ticket = wired.writer_bell->ticket();
      if (wired.channel.try_send(2)) {
        break;
      }
      asleep.release();
      wired.writer_bell->wait(ticket);
    }
  });
  asleep.acquire();
  wired.channel.cancel();
  writer.join();
  CHECK(wired.channel.dropped() == 1);
}

TEST_CASE("a slow reader of a live channel misses exactly the items counted as dropped") {
  brigade::tests::require_threads();
  constexpr int kItems = 1000;
  Wired<int> wired(Policy::live);
  std::binary_semaphore first_batch_sent(0);
  std::binary_semaphore first_read(0);
  std::thread writer([&] {
    for (int i = 0; i < kItems; ++i) {
      int item = i;
      static_cast<void>(wired.channel.try_send(std::move(item)));  // NOLINT(performance-move-const-arg): what it takes
      if (i == kItems / 2) {
        first_batch_sent.release();
        first_read.acquire();
      }
    }
    wired.channel.close();
  });
  first_batch_sent.acquire();
  const auto first = wired.channel.try_receive();
  first_read.release();
  writer.join();
  const auto last = wired.channel.try_receive();
  CHECK(first == kItems / 2);
  CHECK(last == kItems - 1);
  CHECK(wired.channel.finished());
  CHECK(wired.channel.received() == 2);
  CHECK(wired.channel.dropped() == kItems - 2);
}
