#include "bench/detect/peak/kernels.hpp"
#include "bench/detect/peak/multiply_add_chains.hpp"

namespace brigade::bench {

void run_scalar(PeakOperands& operands, int steps) {
  multiply_add_chains(
      reinterpret_cast<float*>(operands.chains.data()), steps, [x = operands.factor](float chain) { return chain * x; },
      [y = operands.summand](float chain) { return chain + y; });
}

}  // namespace brigade::bench
