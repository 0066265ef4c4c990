#include "bench/detect/watch/look.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

namespace brigade::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kTimes = 3;
/// Some microseconds.
constexpr int kSteps = 600;

/// So many that none waits for its last addition. Volatile, so that each step reads and writes them.
using Numbers = std::array<volatile float, 16>;

/// Steps through the numbers with as many instructions a cycle as a core can begin, reading, adding, writing and
/// counting: where another guest has the core's other half, they are half as many. Loops that are unrolled, or multiply
/// wide vectors, need so few that such a neighbour is hardly felt; a network, in WebAssembly above all, feels it. Gives
/// what it counted, which nobody needs.
unsigned step_through(Numbers& numbers) {
  unsigned sum = 0;
  unsigned mixed = 0;
  for (int step = 0; step < kSteps; ++step) {
#pragma clang loop unroll(disable) vectorize(disable)
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      numbers[i] = numbers[i] + 1.0F;
      sum += static_cast<unsigned>(i);
      mixed ^= sum;
    }
  }
  return mixed;
}

}  // namespace

Look look_at(int core) {
  Numbers numbers{};
  volatile unsigned counted = 0;
  Look look{.at = std::chrono::system_clock::now(), .core = core, .microseconds = std::numeric_limits<double>::max()};
  for (int time = 0; time < kTimes; ++time) {
    const Clock::time_point start = Clock::now();
    counted = step_through(numbers);
    const std::chrono::duration<double, std::micro> taken = Clock::now() - start;
    look.microseconds = std::min(look.microseconds, taken.count());
  }
  static_cast<void>(counted);
  return look;
}

}  // namespace brigade::bench
