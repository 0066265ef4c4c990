#include "bench/detect/peak/kernels.hpp"
#include "bench/detect/peak/multiply_add_chains.hpp"

#include <wasm_simd128.h>

namespace brigade::bench {

// The chain is the summand, as in a matrix product: an engine keeps it in its register then.

void run_wasm_relaxed(PeakOperands& operands, int steps) {
  multiply_add_chains(reinterpret_cast<v128_t*>(operands.chains.data()), steps,
                      [x = wasm_f32x4_splat(operands.factor), y = wasm_f32x4_splat(operands.summand)](v128_t chain) {
                        return wasm_f32x4_relaxed_madd(x, y, chain);
                      });
}

/// Four products a lane, summed to 32 bits: VNNI's instruction, where the engine uses it.
void run_wasm_relaxed_int8(PeakOperands& operands, int steps) {
  multiply_add_chains(reinterpret_cast<v128_t*>(operands.chains.data()), steps,
                      [x = wasm_f32x4_splat(operands.factor), y = wasm_f32x4_splat(operands.summand)](v128_t chain) {
                        return wasm_i32x4_relaxed_dot_i8x16_i7x16_add(x, y, chain);
                      });
}

/// Two products a lane of 16 bits; for 32 bits they would have to be added once more.
void run_wasm_relaxed_int8_pairs(PeakOperands& operands, int steps) {
  multiply_add_chains(reinterpret_cast<v128_t*>(operands.chains.data()), steps,
                      [x = wasm_f32x4_splat(operands.factor), y = wasm_f32x4_splat(operands.summand)](v128_t chain) {
                        return wasm_i16x8_add(wasm_i16x8_relaxed_dot_i8x16_i7x16(chain, x), y);
                      });
}

}  // namespace brigade::bench
