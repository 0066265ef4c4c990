#include "pipeline/frame_pool.hpp"

#include "pipeline/channel.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <thread>
#include <vector>

using brigade::pipeline::Bell;
using brigade::pipeline::Channel;
using brigade::pipeline::FramePool;
using brigade::pipeline::FrameSlot;
using brigade::pipeline::Policy;

namespace {

std::unique_ptr<FramePool> pool_of(std::size_t slots, std::size_t bytes = 100) {
  return FramePool::create(slots, bytes).value();
}

/// A slot that must be there.
FrameSlot acquire(FramePool& pool) {
  auto slot = pool.acquire();
  CHECK(slot.has_value());
  return slot ? *std::move(slot) : FrameSlot();
}

}  // namespace

TEST_CASE("a pool gives as many slots as it has, each memory of its own") {
  const auto pool = pool_of(3);
  std::vector<FrameSlot> held;
  std::set<const std::uint8_t*> starts;
  for (int i = 0; i < 3; ++i) {
    held.push_back(acquire(*pool));
    CHECK(held.back().bytes().size() == 100);
    CHECK(reinterpret_cast<std::uintptr_t>(held.back().bytes().data()) % FramePool::kAlignment == 0);
    starts.insert(held.back().bytes().data());
  }
  CHECK(starts.size() == 3);
  CHECK_FALSE(pool->acquire().has_value());
  CHECK(pool->free_slots() == 0);
}

TEST_CASE("behind the last byte of every slot there is padding to read") {
  for (const std::size_t bytes : {1U, 64U, 100U}) {
    const auto pool = pool_of(2, bytes);
    for (int i = 0; i < 2; ++i) {
      const FrameSlot slot = acquire(*pool);
      const auto* end = slot.bytes().data() + bytes;
      CHECK(std::all_of(end, end + FramePool::kPadding, [](std::uint8_t byte) { return byte == 0; }));
    }
  }
}

TEST_CASE("a slot returns when its last share is let go") {
  const auto pool = pool_of(1);
  FrameSlot first = acquire(*pool);
  FrameSlot second = first;
  first = FrameSlot();
  CHECK_FALSE(pool->acquire().has_value());
  second = FrameSlot();
  CHECK(pool->free_slots() == 1);
  CHECK(pool->acquire().has_value());
}

TEST_CASE("moving a share makes none and loses none") {
  const auto pool = pool_of(2);
  FrameSlot slot = acquire(*pool);
  FrameSlot moved = std::move(slot);
  CHECK_FALSE(slot);            // NOLINT(bugprone-use-after-move): that it is empty is the point
  CHECK(slot.bytes().empty());  // NOLINT(clang-analyzer-cplusplus.Move): as above
  CHECK(pool->free_slots() == 1);
  moved = acquire(*pool);  // lets the first slot go
  CHECK(pool->free_slots() == 1);
  const FrameSlot& itself = moved;
  moved = itself;
  CHECK(pool->free_slots() == 1);
  moved = FrameSlot();
  CHECK(pool->free_slots() == 2);
}

TEST_CASE("only a single holder may write") {
  const auto pool = pool_of(1);
  FrameSlot slot = acquire(*pool);
  REQUIRE(slot.writable().size() == 100);
  slot.writable().front() = 9;
  {
    const FrameSlot shared = slot;
    CHECK(slot.writable().empty());
    CHECK(shared.bytes().front() == 9);
  }
  CHECK(slot.writable().size() == 100);
}

TEST_CASE("a slot that returns rings the pool's bell, a mere share does not") {
  const auto pool = pool_of(1);
  const auto bell = std::make_shared<Bell>();
  pool->set_bell(bell);
  const auto ticket = bell->ticket();
  {
    const FrameSlot slot = acquire(*pool);
    {
      const FrameSlot shared = slot;
      CHECK(slot.index() == shared.index());
    }
    CHECK(bell->ticket() == ticket);
  }
  CHECK(bell->ticket() == ticket + 1);
}

TEST_CASE("an unread frame that a live channel replaces returns to the pool") {
  const auto pool = pool_of(2);
  Channel<FrameSlot> channel(Policy::live);
  REQUIRE(channel.try_send(acquire(*pool)));
  REQUIRE(channel.try_send(acquire(*pool)));
  CHECK(pool->free_slots() == 1);
  CHECK(channel.dropped() == 1);
}

TEST_CASE("a pool that cannot be had is an error, not a crash") {
  CHECK_FALSE(FramePool::create(0, 100).has_value());
  CHECK_FALSE(FramePool::create(2, 0).has_value());
  constexpr std::size_t kHuge = std::numeric_limits<std::size_t>::max();
  CHECK_FALSE(FramePool::create(2, kHuge).has_value());
  CHECK_FALSE(FramePool::create(kHuge, 100).has_value());
  CHECK_FALSE(FramePool::create(kHuge / 256, 256).has_value());
}

TEST_CASE("a starving writer gets every slot again that another thread has read") {
  brigade::tests::require_threads();
  constexpr int kFrames = 3000;
  const auto pool = pool_of(2, 8);
  const auto writer_bell = std::make_shared<Bell>();
  const auto reader_bell = std::make_shared<Bell>();
  pool->set_bell(writer_bell);
  Channel<FrameSlot> channel(Policy::lossless, 4);  // never full: the pool is what runs out
  channel.link().set_reader_bell(reader_bell);
  std::thread writer([&] {
    for (int i = 0; i < kFrames; ++i) {
      std::optional<FrameSlot> slot;
      while (true) {
        const auto ticket = writer_bell->ticket();
        slot = pool->acquire();
        if (slot) {
          break;
        }
        writer_bell->wait(ticket);
      }
      std::ranges::fill(slot->writable(), static_cast<std::uint8_t>(i));
      static_cast<void>(channel.try_send(*std::move(slot)));
    }
    channel.close();
  });
  int frames = 0;
  int intact = 0;
  while (!channel.finished()) {
    const auto ticket = reader_bell->ticket();
    if (const auto slot = channel.try_receive()) {
      const auto expected = static_cast<std::uint8_t>(frames++);
      intact += std::ranges::all_of(slot->bytes(), [&](std::uint8_t byte) { return byte == expected; }) ? 1 : 0;
    } else if (!channel.finished()) {
      reader_bell->wait(ticket);
    }
  }
  writer.join();
  CHECK(frames == kFrames);
  CHECK(intact == kFrames);
  CHECK(pool->free_slots() == 2);
}
