#include "bench/detect/peak/peak.hpp"

#include <algorithm>
#include <limits>

namespace brigade::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// About a millisecond: a browser's clock, coarse by 5 microseconds, is half a per cent off then, and the machine is
/// often undisturbed for so long.
constexpr int kSteps = 600'000;

}  // namespace

PeakOperands make_operands() {
  PeakOperands operands{};
  unsigned char value = 0;
  // No byte is 0, so that no float is denormal, with which some cores are slow.
  for (unsigned char& byte : operands.chains) {
    byte = 1 + value++ % 13;
  }
  return operands;
}

Peak measure_peak(const PeakKernel& kernel, std::chrono::milliseconds duration) {
  double fastest = std::numeric_limits<double>::infinity();
  PeakOperands operands = make_operands();
  for (const Clock::time_point begin = Clock::now(); Clock::now() - begin < duration;) {
    const Clock::time_point start = Clock::now();
    kernel.run(operands, kSteps);
    const std::chrono::duration<double> taken = Clock::now() - start;
    if (taken.count() > 0) {
      fastest = std::min(fastest, taken.count());
    }
  }
  const double multiply_adds = static_cast<double>(kernel.multiply_adds_per_step) * kSteps;
  return {.instructions = kernel.instructions, .type = kernel.type, .gmacs = multiply_adds / fastest / 1e9};
}

}  // namespace brigade::bench
