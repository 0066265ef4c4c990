// Our ring and mailbox against moodycamel's ReaderWriterQueue: throughput between two threads, and the time of a round
// trip. Prints JSON: medians over rounds in which the queues take turns, so that a busy machine is unfair to none.
#include "common/median.hpp"
#include "pipeline/bell.hpp"
#include "pipeline/channel.hpp"
#include "pipeline/mailbox.hpp"
#include "pipeline/spsc_ring.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <readerwriterqueue/readerwritercircularbuffer.h>
#include <readerwriterqueue/readerwriterqueue.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace brigade::pipeline;

/// As large as the handle of a frame: slot, number, two times.
struct Item {
  std::int64_t number = 0;
  std::array<std::int64_t, 4> rest{};
};

void relax() { std::this_thread::yield(); }

// Each queue as `send` and `receive`, which return when they have done so. "polling" ones yield in between, "waiting"
// ones sleep when there is nothing to do.

struct PollingRing {
  SpscRing<Item> ring;
  explicit PollingRing(std::size_t capacity) : ring(capacity) {}
  void send(Item item) {
    while (!ring.try_push(Item(item))) {
      relax();
    }
  }
  Item receive() {
    auto item = ring.try_pop();
    for (; !item; item = ring.try_pop()) {
      relax();
    }
    return *item;
  }
};

struct PollingMoodycamel {
  moodycamel::ReaderWriterQueue<Item> queue;
  explicit PollingMoodycamel(std::size_t capacity) : queue(capacity) {}
  void send(Item item) {
    while (!queue.try_enqueue(item)) {
      relax();
    }
  }
  Item receive() {
    Item item;
    while (!queue.try_dequeue(item)) {
      relax();
    }
    return item;
  }
};

struct WaitingChannel {
  Channel<Item> channel;
  std::shared_ptr<Bell> writer_bell = std::make_shared<Bell>();
  std::shared_ptr<Bell> reader_bell = std::make_shared<Bell>();
  explicit WaitingChannel(std::size_t capacity) : channel(Policy::lossless, capacity) {
    channel.link().set_writer_bell(writer_bell);
    channel.link().set_reader_bell(reader_bell);
  }
  void send(Item item) {
    for (auto ticket = writer_bell->ticket(); !channel.try_send(Item(item)); ticket = writer_bell->ticket()) {
      writer_bell->wait(ticket);
    }
  }
  Item receive() {
    while (true) {
      const auto ticket = reader_bell->ticket();
      if (auto item = channel.try_receive()) {
        return *item;
      }
      reader_bell->wait(ticket);
    }
  }
};

/// moodycamel's bounded queue whose both sides can wait, on semaphores.
struct WaitingMoodycamel {
  moodycamel::BlockingReaderWriterCircularBuffer<Item> queue;
  explicit WaitingMoodycamel(std::size_t capacity) : queue(capacity) {}
  void send(Item item) { queue.wait_enqueue(item); }
  Item receive() {
    Item item;
    queue.wait_dequeue(item);
    return item;
  }
};

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void check(bool right) {
  if (!right) {
    fmt::print(stderr, "a queue lost or reordered items\n");
    std::exit(1);  // NOLINT(concurrency-mt-unsafe)
  }
}

/// Million items a second from one thread to another.
template <typename Queue>
double throughput(std::size_t capacity) {
  constexpr std::int64_t kItems = 200000;
  Queue queue(capacity);
  const double seconds = seconds_of([&] {
    std::thread writer([&] {
      for (std::int64_t i = 0; i < kItems; ++i) {
        queue.send({.number = i});
      }
    });
    for (std::int64_t i = 0; i < kItems; ++i) {
      check(queue.receive().number == i);
    }
    writer.join();
  });
  return static_cast<double>(kItems) / seconds / 1e6;
}

/// Microseconds from sending an item to its coming back by way of another thread.
template <typename Queue>
double round_trip() {
  constexpr std::int64_t kTrips = 4000;
  Queue there(1);
  Queue back(1);
  const double seconds = seconds_of([&] {
    std::thread echo([&] {
      for (std::int64_t i = 0; i < kTrips; ++i) {
        back.send(there.receive());
      }
    });
    for (std::int64_t i = 0; i < kTrips; ++i) {
      there.send({.number = i});
      check(back.receive().number == i);
    }
    echo.join();
  });
  return seconds / static_cast<double>(kTrips) * 1e6;
}

/// Nanoseconds for one item to go in and out again on one thread: what a queue costs when nobody else is there.
template <typename Queue>
double alone() {
  constexpr std::int64_t kItems = 1000000;
  Queue queue(4);
  const double seconds = seconds_of([&] {
    for (std::int64_t i = 0; i < kItems; ++i) {
      queue.send({.number = i});
      check(queue.receive().number == i);
    }
  });
  return seconds / static_cast<double>(kItems) * 1e9;
}

/// Million puts a second into a mailbox whose reader takes what it can.
double mailbox_puts() {
  constexpr std::int64_t kItems = 200000;
  Mailbox<Item> mailbox;
  std::int64_t replaced = 0;
  std::int64_t read = 0;
  std::atomic<bool> done{false};
  const double seconds = seconds_of([&] {
    std::thread writer([&] {
      for (std::int64_t i = 0; i < kItems; ++i) {
        replaced += mailbox.put({.number = i}).has_value() ? 1 : 0;
      }
      done.store(true, std::memory_order_release);
    });
    while (!done.load(std::memory_order_acquire)) {
      read += mailbox.take().has_value() ? 1 : 0;
    }
    writer.join();
  });
  read += mailbox.take().has_value() ? 1 : 0;
  check(read + replaced == kItems);
  return static_cast<double>(kItems) / seconds / 1e6;
}

using Measurement = std::pair<std::string, std::function<double()>>;

std::vector<Measurement> measurements() {
  std::vector<Measurement> all = {
      {"alone.ns_per_item.ring", alone<PollingRing>},
      {"alone.ns_per_item.moodycamel_queue", alone<PollingMoodycamel>},
      {"alone.ns_per_item.channel", alone<WaitingChannel>},
      {"alone.ns_per_item.moodycamel_blocking", alone<WaitingMoodycamel>},
      {"polling.round_trip_us.ring", round_trip<PollingRing>},
      {"polling.round_trip_us.moodycamel", round_trip<PollingMoodycamel>},
      {"waiting.round_trip_us.channel", round_trip<WaitingChannel>},
      {"waiting.round_trip_us.moodycamel", round_trip<WaitingMoodycamel>},
      {"mailbox.million_puts_per_second", mailbox_puts},
  };
  // 4: what stages use, since frames are large; 512: what queues are usually measured with
  for (const std::size_t capacity : {4U, 512U}) {
    const auto name = [&](const char* queue) { return fmt::format("{}.capacity_{}", queue, capacity); };
    all.emplace_back(name("polling.million_items_per_second.ring"), [=] { return throughput<PollingRing>(capacity); });
    all.emplace_back(name("polling.million_items_per_second.moodycamel"),
                     [=] { return throughput<PollingMoodycamel>(capacity); });
    all.emplace_back(name("waiting.million_items_per_second.channel"),
                     [=] { return throughput<WaitingChannel>(capacity); });
    all.emplace_back(name("waiting.million_items_per_second.moodycamel"),
                     [=] { return throughput<WaitingMoodycamel>(capacity); });
  }
  return all;
}

}  // namespace

int main() {  // NOLINT(bugprone-exception-escape): out of memory may end it
  constexpr int kRounds = 15;
  std::map<std::string, std::vector<double>> values;
  for (int round = 0; round < kRounds; ++round) {
    for (const auto& [name, measure] : measurements()) {
      values[name].push_back(measure());
    }
  }
  nlohmann::json report = {{"item_bytes", sizeof(Item)}, {"rounds", kRounds}};
  for (const auto& [name, all] : values) {
    const auto [low, high] = std::ranges::minmax_element(all);
    report["results"][name] = {{"median", brigade::median(all)}, {"lowest", *low}, {"highest", *high}};
  }
  fmt::print("{}\n", report.dump(2));
}
