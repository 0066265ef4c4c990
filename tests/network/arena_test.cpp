#include "models/network/executor/arena.hpp"

#include <catch2/catch_test_macros.hpp>

#include <random>
#include <vector>

namespace brigade::tests {

namespace {

using models::network::ArenaLayout;
using models::network::BufferLifetime;

bool overlap(const BufferLifetime& a, std::size_t a_offset, const BufferLifetime& b, std::size_t b_offset) {
  return a.first_step <= b.last_step && b.first_step <= a.last_step && a_offset < b_offset + b.bytes &&
         b_offset < a_offset + a.bytes;
}

}  // namespace

TEST_CASE("buffers that are never alive together share their memory") {
  const std::vector<BufferLifetime> buffers{{128, 0, 1}, {64, 2, 3}, {128, 4, 4}};
  const ArenaLayout layout = models::network::lay_out(buffers, 1);
  CHECK(layout.bytes == 128);
  CHECK(layout.offsets == std::vector<std::size_t>{0, 0, 0});
}

TEST_CASE("buffers that meet in one step lie apart") {
  const ArenaLayout layout = models::network::lay_out(std::vector<BufferLifetime>{{64, 0, 2}, {64, 2, 4}}, 1);
  CHECK(layout.bytes == 128);
  CHECK(layout.offsets[0] != layout.offsets[1]);
}

TEST_CASE("a small buffer goes into a gap that fits") {
  // The two large ones meet the small one, but the first is gone when the last begins.
  const std::vector<BufferLifetime> buffers{{256, 0, 1}, {192, 1, 3}, {64, 2, 3}};
  CHECK(models::network::lay_out(buffers, 1).bytes == 256 + 192);
}

TEST_CASE("a small buffer lies about the middle of a large one, so that each of two threads keeps to its half") {
  const std::vector<BufferLifetime> buffers{{1024, 0, 1}, {512, 2, 3}};
  CHECK(models::network::lay_out(buffers, 2).offsets == std::vector<std::size_t>{0, 256});
  CHECK(models::network::lay_out(buffers, 1).offsets == std::vector<std::size_t>{0, 0});
}

TEST_CASE("more memory is taken where threads would exchange much of a buffer") {
  // There is room for the last one on one side of the middle, but all of it would lie in one thread's half.
  const std::vector<BufferLifetime> buffers{{1024, 0, 1}, {512, 2, 3}, {448, 2, 3}};
  CHECK(models::network::lay_out(buffers, 1).bytes == 1024);
  CHECK(models::network::lay_out(buffers, 2).bytes == 1024 + 448);
}

TEST_CASE("no buffers need no memory") { CHECK(models::network::lay_out({}, 1).bytes == 0); }

TEST_CASE("random lifetimes never overlap in memory, and every buffer is aligned and inside") {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<BufferLifetime> buffers(30);
    for (BufferLifetime& buffer : buffers) {
      buffer.bytes = 1 + random() % 1000;
      buffer.first_step = random() % 40;
      buffer.last_step = buffer.first_step + random() % 10;
    }
    const ArenaLayout layout = models::network::lay_out(buffers, 1 + random() % 4);
    for (std::size_t i = 0; i < buffers.size(); ++i) {
      REQUIRE(layout.offsets[i] % models::network::kBufferAlignment == 0);
      REQUIRE(layout.offsets[i] + buffers[i].bytes <= layout.bytes);
      for (std::size_t k = 0; k < i; ++k) {
        REQUIRE_FALSE(overlap(buffers[i], layout.offsets[i], buffers[k], layout.offsets[k]));
      }
    }
  }
}

}  // namespace brigade::tests
