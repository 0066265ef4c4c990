#include "bench/detect/watch/look.hpp"

#include "bench/detect/peak/peak.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string_view>

namespace brigade::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kTimes = 3;
/// Of twelve multiply-adds, one or two a cycle: some microseconds.
constexpr int kSteps = 1000;

/// Of the widest vectors, as those have who are measured.
PeakKernel widest_kernel() {
  const auto kernels = peak_kernels();
  return *std::ranges::max_element(kernels, std::less{}, [](const PeakKernel& kernel) {
    return kernel.type == std::string_view("f32") ? kernel.multiply_adds_per_step : 0;
  });
}

}  // namespace

Look look_at(int core) {
  static const PeakKernel kKernel = widest_kernel();
  PeakOperands operands = make_operands();
  Look look{.at = std::chrono::system_clock::now(), .core = core, .microseconds = std::numeric_limits<double>::max()};
  for (int time = 0; time < kTimes; ++time) {
    const Clock::time_point start = Clock::now();
    kKernel.run(operands, kSteps);
    const std::chrono::duration<double, std::micro> taken = Clock::now() - start;
    look.microseconds = std::min(look.microseconds, taken.count());
  }
  return look;
}

}  // namespace brigade::bench
