#include "bench/detect/peak/kernels.hpp"

namespace brigade::bench {
namespace {

/// Of chains, where one instruction multiplies and adds, and of pairs of chains, where two do.
constexpr int kChains = 12;
constexpr int kPairs = kChains / 2;

PeakKernel kernel(const char* instructions, const char* type, int multiply_adds,
                  void (*run)(PeakOperands& operands, int steps)) {
  return {.instructions = instructions, .type = type, .multiply_adds_per_step = multiply_adds, .run = run};
}

}  // namespace

std::vector<PeakKernel> peak_kernels() {
  std::vector<PeakKernel> kernels{kernel("scalar", "f32", kPairs, run_scalar)};
#if defined(__EMSCRIPTEN__)
#if defined(BRIGADE_PEAK_SIMD)
  kernels.push_back(kernel("SIMD", "f32", kPairs * 4, run_wasm_simd));
  kernels.push_back(kernel("SIMD i32x4.dot_i16x8", "int8", kChains * 8, run_wasm_simd_int8));
#endif
#if defined(BRIGADE_PEAK_RELAXED)
  kernels.push_back(kernel("relaxed SIMD", "f32", kChains * 4, run_wasm_relaxed));
  kernels.push_back(kernel("relaxed SIMD i32x4.relaxed_dot_add", "int8", kChains * 16, run_wasm_relaxed_int8));
  kernels.push_back(kernel("relaxed SIMD i16x8.relaxed_dot", "int8", kChains * 16, run_wasm_relaxed_int8_pairs));
#endif
#elif defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    kernels.push_back(kernel("AVX2", "f32", kChains * 8, run_avx2));
  }
  if (__builtin_cpu_supports("avx512f")) {
    kernels.push_back(kernel("AVX-512", "f32", kChains * 16, run_avx512));
  }
  if (__builtin_cpu_supports("avx512vnni")) {
    kernels.push_back(kernel("AVX-512 VNNI", "int8", kChains * 64, run_avx512_vnni));
  }
#elif defined(__aarch64__)
  kernels.push_back(kernel("NEON", "f32", kChains * 4, run_neon));
#endif
  return kernels;
}

}  // namespace brigade::bench
