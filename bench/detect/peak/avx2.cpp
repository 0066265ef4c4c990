#include "bench/detect/peak/kernels.hpp"
#include "bench/detect/peak/multiply_add_chains.hpp"

#include <immintrin.h>

namespace brigade::bench {

void run_avx2(PeakOperands& operands, int steps) {
  multiply_add_chains(reinterpret_cast<__m256*>(operands.chains.data()), steps,
                      [x = _mm256_set1_ps(operands.factor), y = _mm256_set1_ps(operands.summand)](__m256 chain) {
                        return _mm256_fmadd_ps(chain, x, y);
                      });
}

}  // namespace brigade::bench
