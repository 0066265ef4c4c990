#include "bench/detect/peak/kernels.hpp"
#include "bench/detect/peak/multiply_add_chains.hpp"

#include <immintrin.h>

namespace brigade::bench {

void run_avx512_vnni(PeakOperands& operands, int steps) {
  multiply_add_chains(reinterpret_cast<__m512i*>(operands.chains.data()), steps,
                      [x = _mm512_set1_ps(operands.factor), y = _mm512_set1_ps(operands.summand)](__m512i chain) {
                        return _mm512_dpbusd_epi32(chain, _mm512_castps_si512(x), _mm512_castps_si512(y));
                      });
}

}  // namespace brigade::bench
