// For builds that cannot start threads.

#include "pipeline/adaptors.hpp"
#include "pipeline/drive.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <vector>

using namespace brigade::pipeline;
using brigade::Result;

TEST_CASE("where no thread can be had, that is one error that says what to do, and every stage is over") {
  Channel<int> channel(Policy::lossless, 1);
  std::vector<Stage> stages;
  stages.push_back(make_source("source", channel, []() -> Result<Produced<int>> { return 1; }));
  stages.push_back(make_sink("sink", channel, [](int) -> Result<void> { return {}; }));
  const auto result = run_threads(stages);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().message.starts_with("no thread for stage source"));
  CHECK(result.error().message.ends_with("allow more threads or run sequentially"));
  CHECK(std::ranges::all_of(stages, [](const Stage& stage) { return stage.over(); }));
}
