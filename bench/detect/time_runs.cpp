#include "bench/detect/time_runs.hpp"

#include "bench/detect/measurement.hpp"

#include <cstddef>
#include <utility>

namespace brigade::bench {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

Result<RunTimes> time_runs(const std::function<Result<void>()>& run, std::chrono::milliseconds duration) {
  if (auto ran = run(); !ran) {
    return tl::unexpected<Error>(std::move(ran.error()));
  }
  RunTimes times;
  for (const auto begin = Clock::now(); Clock::now() - begin < duration || times.starts.size() < kLeastRuns;) {
    times.starts.push_back(std::chrono::system_clock::now());
    const auto start = Clock::now();
    if (auto ran = run(); !ran) {
      return tl::unexpected<Error>(std::move(ran.error()));
    }
    times.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  return times;
}

}  // namespace brigade::bench
