#include "bench/detect/peak/kernels.hpp"
#include "bench/detect/peak/multiply_add_chains.hpp"

#include <arm_neon.h>

namespace brigade::bench {

void run_neon(PeakOperands& operands, int steps) {
  multiply_add_chains(reinterpret_cast<float32x4_t*>(operands.chains.data()), steps,
                      [x = vdupq_n_f32(operands.factor), y = vdupq_n_f32(operands.summand)](float32x4_t chain) {
                        return vfmaq_f32(chain, x, y);
                      });
}

}  // namespace brigade::bench
