#include "bench/detect/peak/kernels.hpp"
#include "bench/detect/peak/multiply_add_chains.hpp"

#include <wasm_simd128.h>

namespace brigade::bench {

void run_wasm_simd(PeakOperands& operands, int steps) {
  multiply_add_chains(
      reinterpret_cast<v128_t*>(operands.chains.data()), steps,
      [x = wasm_f32x4_splat(operands.factor)](v128_t chain) { return wasm_f32x4_mul(chain, x); },
      [y = wasm_f32x4_splat(operands.summand)](v128_t chain) { return wasm_f32x4_add(chain, y); });
}

/// Bytes are widened to 16 bits outside of the loop here: what is left is the dot product of pairs.
void run_wasm_simd_int8(PeakOperands& operands, int steps) {
  multiply_add_chains(reinterpret_cast<v128_t*>(operands.chains.data()), steps,
                      [x = wasm_f32x4_splat(operands.factor), y = wasm_f32x4_splat(operands.summand)](v128_t chain) {
                        return wasm_i32x4_add(wasm_i32x4_dot_i16x8(chain, x), y);
                      });
}

}  // namespace brigade::bench
