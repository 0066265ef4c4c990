#include "pipeline/lanes.hpp"

#include "pipeline/adaptors.hpp"
#include "pipeline/drive.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cstddef>
#include <numeric>
#include <string>
#include <vector>

using namespace brigade::pipeline;
using brigade::failure;
using brigade::Result;

namespace {

struct Item {
  FrameId frame_id = 0;
};

using Workers = Lanes<Item, Item>;

FrameId number_of(const Item& item) { return item.frame_id; }

auto count_up_to(FrameId end) {
  return [next = FrameId{0}, end]() mutable -> Result<Produced<Item>> {
    if (next == end) {
      return EndOfStream{};
    }
    return Item{next++};
  };
}

auto collect_into(std::vector<FrameId>& seen) {
  return [&seen](const Item& item) -> Result<void> {
    seen.push_back(item.frame_id);
    return {};
  };
}

/// A source, equal workers that do `work`, and a sink that keeps what comes.
template <typename Work>
std::vector<Stage> stages_around(Workers& lanes, FrameId items, Work work, std::vector<FrameId>& seen) {
  std::vector<Stage> stages;
  stages.push_back(make_source("source", lanes.deal(number_of), count_up_to(items)));
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    stages.push_back(make_transform("work " + std::to_string(i + 1), lanes[i].before, lanes[i].after, work));
  }
  stages.push_back(make_sink("sink", lanes.collect(), collect_into(seen)));
  return stages;
}

std::vector<FrameId> numbers_below(FrameId end) {
  std::vector<FrameId> numbers(static_cast<std::size_t>(end));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

Result<Item> pass_on(Item item) { return item; }

}  // namespace

TEST_CASE("items come back from workers side by side in the order they went in, each once") {
  brigade::tests::require_threads();
  const std::size_t workers = GENERATE(1, 2, 3, 7);
  const std::size_t capacity = GENERATE(1, 4);
  std::vector<FrameId> seen;
  Workers lanes(workers, Policy::lossless, capacity);
  auto stages = stages_around(lanes, 2000, pass_on, seen);
  REQUIRE(run_threads(stages));
  CHECK(seen == numbers_below(2000));
}

TEST_CASE("workers taking turns in one thread give the same") {
  const std::size_t workers = GENERATE(1, 2, 3);
  std::vector<FrameId> seen;
  Workers lanes(workers, Policy::lossless, 1);
  auto stages = stages_around(lanes, 100, pass_on, seen);
  REQUIRE(run_sequential(stages));
  CHECK(seen == numbers_below(100));
}

TEST_CASE("items are dealt in turn, and those without a number to nobody") {
  Workers lanes(2, Policy::lossless, 8);
  const auto thirds = [](const Item& item) { return item.frame_id % 3 == 0 ? item.frame_id / 3 : kNoFrame; };
  Stage source = make_source("source", lanes.deal(thirds), count_up_to(13));
  while (source.step().value() != StepOutcome::finished) {
  }
  std::vector<FrameId> first;
  std::vector<FrameId> second;
  while (const auto item = lanes[0].before.try_receive()) {
    first.push_back(item->frame_id);
  }
  while (const auto item = lanes[1].before.try_receive()) {
    second.push_back(item->frame_id);
  }
  CHECK(first == std::vector<FrameId>{0, 6, 12});
  CHECK(second == std::vector<FrameId>{3, 9});
}

TEST_CASE("a worker that rests lets the others go on until their queues are full") {
  std::vector<FrameId> seen;
  Workers lanes(2, Policy::lossless, 2);
  auto stages = stages_around(lanes, 100, pass_on, seen);
  for (int step = 0; step < 20; ++step) {
    REQUIRE(stages[0].step());
    REQUIRE(stages[2].step());  // the second worker alone
    REQUIRE(stages[3].step());
  }
  CHECK(seen.empty());                  // it is the first worker's turn
  CHECK(lanes[0].before.sent() == 2);   // items 0 and 2; 4 is held by the source
  CHECK(stages[2].summary().out == 2);  // items 1 and 3
  while (stages[3].step().value() != StepOutcome::finished) {
    for (Stage& stage : stages) {
      REQUIRE(stage.step());
    }
  }
  CHECK(seen == numbers_below(100));
}

TEST_CASE("an error in one worker ends all stages; what came before it has arrived, in order") {
  const std::size_t workers = GENERATE(1, 2, 3);
  const auto fail_at_50 = [](Item item) -> Result<Item> {
    return item.frame_id == 50 ? Result<Item>(failure("item 50 is torn")) : item;
  };
  for (const bool threads : brigade::tests::with_and_without_threads()) {
    std::vector<FrameId> seen;
    Workers lanes(workers, Policy::lossless, 2);
    auto stages = stages_around(lanes, 1'000'000, fail_at_50, seen);
    const Result<void> outcome = threads ? run_threads(stages) : run_sequential(stages);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().message == "item 50 is torn");
    CHECK(seen == numbers_below(50));
  }
}

TEST_CASE("when the reader leaves, workers side by side end as well") {
  brigade::tests::require_threads();
  const std::size_t workers = GENERATE(1, 2, 3);
  Workers lanes(workers, Policy::lossless, 2);
  std::vector<FrameId> seen;
  auto stages = stages_around(lanes, 1'000'000, pass_on, seen);
  stages.pop_back();
  FrameId taken = 0;
  stages.push_back(make_sink("sink", lanes.collect(), [&taken](const Item&) -> Result<void> {
    return ++taken == 20 ? Result<void>(failure("enough")) : Result<void>();
  }));
  const Result<void> outcome = run_threads(stages);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().message == "enough");
  CHECK(taken == 20);
}

TEST_CASE("a request to stop loses nothing that was dealt") {
  brigade::tests::require_threads();
  const std::size_t workers = GENERATE(2, 3);
  Workers lanes(workers, Policy::lossless, 2);
  StopRequest stop;
  std::vector<FrameId> seen;
  auto stages = stages_around(lanes, 0, pass_on, seen);
  stages.front() = make_source("source", lanes.deal(number_of), count_up_to(1'000'000), {.stop = &stop});
  stages.pop_back();
  stages.push_back(make_sink("sink", lanes.collect(), [&](const Item& item) -> Result<void> {
    seen.push_back(item.frame_id);
    if (item.frame_id == 30) {
      stop.request();
    }
    return {};
  }));
  REQUIRE(run_threads(stages));
  CHECK(seen == numbers_below(stages.front().summary().out));
}
