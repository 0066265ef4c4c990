#pragma once

#include <cstdint>
#include <random>

namespace brigade::bench {

/// Random numbers that are the same for a seed with every compiler and library: the engine is standardised bit by bit,
/// the standard distributions are not, so these are made by hand and without any function of the mathematics library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// 0 <= value < 1, evenly.
  double roll() {
    constexpr double kStep = 1.0 / 9007199254740992.0;  // 2^-53: as many digits as a double has
    return static_cast<double>(engine_() >> 11U) * kStep;
  }

  double between(double low, double high) { return low + (high - low) * roll(); }

  bool chance(double probability) { return roll() < probability; }

  /// Mean 0, standard deviation 1, never beyond 6: the sum of twelve even numbers (Irwin and Hall).
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) {
      sum += roll();
    }
    return sum;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace brigade::bench
