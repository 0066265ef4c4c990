#include "pipeline/spsc_ring.hpp"

#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <optional>
#include <thread>

using brigade::pipeline::SpscRing;

namespace {

/// What the item points to, -1 without an item.
int number_in(const std::optional<std::unique_ptr<int>>& item) { return item ? **item : -1; }

}  // namespace

TEST_CASE("a ring holds exactly its capacity") {
  for (const int capacity : {1, 2, 3, 8}) {
    SpscRing<int> ring(static_cast<std::size_t>(capacity));
    for (int i = 0; i < capacity; ++i) {
      REQUIRE(ring.try_push(int{i}));
    }
    CHECK(ring.full());
    CHECK(ring.size() == ring.capacity());
    CHECK_FALSE(ring.try_push(99));
    REQUIRE(ring.try_pop() == 0);
    CHECK(ring.try_push(int{capacity}));
    CHECK_FALSE(ring.try_push(99));
  }
}

TEST_CASE("an empty ring gives nothing") {
  SpscRing<int> ring(2);
  CHECK(ring.empty());
  CHECK_FALSE(ring.try_pop().has_value());
  REQUIRE(ring.try_push(1));
  CHECK_FALSE(ring.empty());
  CHECK(ring.try_pop() == 1);
  CHECK_FALSE(ring.try_pop().has_value());
}

TEST_CASE("items keep their order over many wrap-arounds, at every fill level") {
  for (const int fill : {1, 2, 3}) {
    SpscRing<int> ring(3);
    int pushed = 0;
    int popped = 0;
    for (int round = 0; round < 50; ++round) {
      while (pushed - popped < fill) {
        REQUIRE(ring.try_push(int{pushed++}));
      }
      REQUIRE(ring.size() == static_cast<std::size_t>(fill));
      REQUIRE(ring.try_pop() == popped++);
    }
  }
}

TEST_CASE("a refused move-only item stays with the writer") {
  SpscRing<std::unique_ptr<int>> ring(1);
  REQUIRE(ring.try_push(std::make_unique<int>(1)));
  auto second = std::make_unique<int>(2);
  CHECK_FALSE(ring.try_push(std::move(second)));
  REQUIRE(second != nullptr);  // NOLINT(bugprone-use-after-move): that it was not moved from is the point
  CHECK(number_in(ring.try_pop()) == 1);
  CHECK(ring.try_push(std::move(second)));
  CHECK(number_in(ring.try_pop()) == 2);
}

TEST_CASE("a ring keeps nothing of what was taken, and destroys what was not") {
  const auto item = std::make_shared<int>(7);
  {
    SpscRing<std::shared_ptr<int>> ring(2);
    REQUIRE(ring.try_push(std::shared_ptr<int>(item)));
    REQUIRE(ring.try_push(std::shared_ptr<int>(item)));
    CHECK(item.use_count() == 3);
    CHECK(ring.try_pop().has_value());
    CHECK(item.use_count() == 2);
  }
  CHECK(item.use_count() == 1);
}

TEST_CASE("two threads pass every item, in order") {
  brigade::tests::require_threads();
  constexpr int kItems = 20000;
  SpscRing<std::unique_ptr<int>> ring(3);
  std::thread writer([&] {
    for (int i = 0; i < kItems; ++i) {
      auto item = std::make_unique<int>(i);
      while (!ring.try_push(std::move(item))) {
        std::this_thread::yield();
      }
    }
  });
  int in_order = 0;
  for (int i = 0; i < kItems; ++i) {
    auto item = ring.try_pop();
    for (; !item; item = ring.try_pop()) {
      std::this_thread::yield();
    }
    in_order += **item == i ? 1 : 0;
  }
  writer.join();
  CHECK(in_order == kItems);
  CHECK(ring.empty());
}
