#include "bench/detect/time_runs.hpp"

#include <cstddef>

namespace brigade::bench {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

Result<RunTimes> time_runs(const std::function<Result<void>()>& run, std::chrono::milliseconds duration) {
  constexpr std::size_t kLeastRuns = 3;
  RunTimes times;
  const auto run_for = [&](std::chrono::milliseconds span) -> Result<void> {
    times = {};
    for (const auto begin = Clock::now(); Clock::now() - begin < span || times.starts.size() < kLeastRuns;) {
      times.starts.push_back(std::chrono::system_clock::now());
      const auto start = Clock::now();
      if (auto ran = run(); !ran) {
        return ran;
      }
      times.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    return {};
  };
  return run_for(duration / 2).and_then([&] { return run_for(duration); }).map([&] { return times; });
}

}  // namespace brigade::bench
