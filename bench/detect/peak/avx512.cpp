#include "bench/detect/peak/kernels.hpp"
#include "bench/detect/peak/multiply_add_chains.hpp"

#include <immintrin.h>

namespace brigade::bench {

void run_avx512(PeakOperands& operands, int steps) {
  multiply_add_chains(reinterpret_cast<__m512*>(operands.chains.data()), steps,
                      [x = _mm512_set1_ps(operands.factor), y = _mm512_set1_ps(operands.summand)](__m512 chain) {
                        return _mm512_fmadd_ps(chain, x, y);
                      });
}

}  // namespace brigade::bench
