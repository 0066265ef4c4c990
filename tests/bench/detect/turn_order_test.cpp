#include "bench/detect/turn_order.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <set>
#include <vector>

using brigade::bench::turn_order;

namespace {

/// How often each contestant (row) took each place (column) in so many turns.
std::vector<std::vector<std::size_t>> count_places(std::size_t count, unsigned turns) {
  std::vector places(count, std::vector<std::size_t>(count));
  for (unsigned turn = 0; turn < turns; ++turn) {
    const auto order = turn_order(count, turn);
    for (std::size_t place = 0; place < count; ++place) {
      ++places.at(order[place])[place];
    }
  }
  return places;
}

}  // namespace

TEST_CASE("a turn has everybody once, the first one as they are listed") {
  const std::size_t count = GENERATE(1, 2, 8, 13);
  std::vector<std::size_t> listed(count);
  std::iota(listed.begin(), listed.end(), std::size_t{0});
  CHECK(turn_order(count, 0) == listed);
  for (unsigned turn = 0; turn < 20; ++turn) {
    CHECK(std::ranges::is_permutation(turn_order(count, turn), listed));
  }
  CHECK(turn_order(0, 3).empty());
}

TEST_CASE("every second turn is the one before backwards") {
  auto backwards = turn_order(8, 4);
  std::ranges::reverse(backwards);
  CHECK(turn_order(8, 5) == backwards);
}

TEST_CASE("in five turns nobody comes first twice") {
  const std::size_t count = GENERATE(6, 8, 16);
  std::set<std::size_t> first;
  for (unsigned turn = 0; turn < 5; ++turn) {
    first.insert(turn_order(count, turn).front());
  }
  CHECK(first.size() == 5);
}

TEST_CASE("in many turns everybody takes every place about equally often") {
  constexpr unsigned kEach = 40;
  const std::size_t count = GENERATE(6, 8, 16);
  for (const auto& places : count_places(count, static_cast<unsigned>(count) * kEach)) {
    CHECK(std::ranges::min(places) >= kEach - 2);
    CHECK(std::ranges::max(places) <= kEach + 2);
  }
}
