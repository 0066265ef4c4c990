#include "bench/detect/time_runs.hpp"

#include <cstddef>

namespace brigade::bench {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

Result<std::vector<double>> time_runs(const std::function<Result<void>()>& run, std::chrono::milliseconds duration) {
  constexpr std::size_t kLeastRuns = 3;
  std::vector<double> times;
  const auto run_for = [&](std::chrono::milliseconds span) -> Result<void> {
    times.clear();
    for (const auto begin = Clock::now(); Clock::now() - begin < span || times.size() < kLeastRuns;) {
      const auto start = Clock::now();
      if (auto ran = run(); !ran) {
        return ran;
      }
      times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    return {};
  };
  return run_for(duration / 2).and_then([&] { return run_for(duration); }).map([&] { return times; });
}

}  // namespace brigade::bench
