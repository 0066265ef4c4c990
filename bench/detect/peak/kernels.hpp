#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace brigade::bench {

/// What a peak kernel works on: room for twelve chains of any vector, and the operands of a step. They come from
/// memory, so that no compiler knows them.
struct alignas(64) PeakOperands {
  std::array<unsigned char, std::size_t{12} * 64> chains{};  ///< read as vectors of any kind
  float factor = -1.0F;                                      ///< a chain that only multiplies neither grows nor shrinks
  float summand = 1.0F;
};

/// A loop of nothing but multiply-adds of one instruction set.
struct PeakKernel {
  const char* instructions = nullptr;  ///< for instance "AVX-512"
  const char* type = nullptr;          ///< "f32", or "int8": products of bytes summed as 32-bit integers
  int multiply_adds_per_step = 0;      ///< of all chains
  void (*run)(PeakOperands& operands, int steps) = nullptr;
};

// One file each, compiled for its instruction set; see CMakeLists.txt.
void run_scalar(PeakOperands& operands, int steps);
#if defined(__EMSCRIPTEN__)
void run_wasm_simd(PeakOperands& operands, int steps);
void run_wasm_simd_int8(PeakOperands& operands, int steps);
void run_wasm_relaxed(PeakOperands& operands, int steps);
void run_wasm_relaxed_int8(PeakOperands& operands, int steps);
void run_wasm_relaxed_int8_pairs(PeakOperands& operands, int steps);
#elif defined(__x86_64__)
void run_avx2(PeakOperands& operands, int steps);
void run_avx512(PeakOperands& operands, int steps);
void run_avx512_vnni(PeakOperands& operands, int steps);
#elif defined(__aarch64__)
void run_neon(PeakOperands& operands, int steps);
#endif

/// Those that this build has and this machine runs.
[[nodiscard]] std::vector<PeakKernel> peak_kernels();

}  // namespace brigade::bench
