#include "bench/detect/peak/peak.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstring>
#include <string>

using namespace brigade::bench;

namespace {

/// Chains that all differ, as a kernel leaves them after so many steps.
PeakOperands after(const PeakKernel& kernel, int steps) {
  PeakOperands operands{};
  unsigned char value = 0;
  for (unsigned char& byte : operands.chains) {
    byte = 1 + value++ % 13;
  }
  kernel.run(operands, steps);
  return operands;
}

}  // namespace

TEST_CASE("a kernel does every step: no chain is what it was a step before") {
  for (const PeakKernel& kernel : peak_kernels()) {
    INFO(kernel.instructions << ", " << kernel.type);
    const PeakOperands once = after(kernel, 1);
    const PeakOperands twice = after(kernel, 2);
    CHECK(once.chains != twice.chains);
  }
}

TEST_CASE("one step of the scalar kernel multiplies in six chains, adds in six, and leaves all else as it is") {
  const PeakKernel scalar = peak_kernels().front();
  REQUIRE(std::string(scalar.instructions) == "scalar");
  REQUIRE(scalar.multiply_adds_per_step == 6);
  const PeakOperands before = after(scalar, 0);
  const PeakOperands once = after(scalar, 1);
  for (std::size_t i = 0; i < before.chains.size() / sizeof(float); ++i) {
    float was = 0;
    float is = 0;
    std::memcpy(&was, before.chains.data() + i * sizeof(float), sizeof was);
    std::memcpy(&is, once.chains.data() + i * sizeof(float), sizeof is);
    const float stepped = i % 2 == 0 ? was * before.factor : was + before.summand;
    CHECK(is == (i < 12 ? stepped : was));
  }
}

TEST_CASE("every instruction set has a peak, named once for each type") {
  const std::vector<PeakKernel> kernels = peak_kernels();
  for (const PeakKernel& kernel : kernels) {
    const Peak peak = measure_peak(kernel, std::chrono::milliseconds(1));
    CHECK(peak.gmacs > 0);
    CHECK(peak.instructions == kernel.instructions);
    CHECK(std::ranges::count_if(kernels, [&](const PeakKernel& other) {
            return peak.instructions == other.instructions && peak.type == other.type;
          }) == 1);
  }
}
