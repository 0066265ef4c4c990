#pragma once

#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

/// Vectors of 128 bits, which the compiler turns into the instructions of its target, or into single numbers where it
/// has none.
namespace brigade::models {

using Shorts = std::int16_t __attribute__((vector_size(16)));
using Integers = std::int32_t __attribute__((vector_size(16)));
using Floats = float __attribute__((vector_size(16)));

/// `source` and `target` need not be aligned.
template <typename Vector>
[[nodiscard]] inline Vector load(const void* source) {
  Vector vector;
  std::memcpy(&vector, source, sizeof vector);
  return vector;
}
template <typename Vector>
inline void store(const Vector& vector, void* target) {
  std::memcpy(target, &vector, sizeof vector);
}

[[nodiscard]] inline Floats to_floats(Integers values) { return __builtin_convertvector(values, Floats); }

/// a0 b0 + a1 b1, a2 b2 + a3 b3, ...: one instruction that compilers do not find by themselves. No sum may leave 32
/// bits.
[[nodiscard]] inline Integers multiply_and_add_pairs(Shorts a, Shorts b) {
#if defined(__SSE2__)
  return reinterpret_cast<Integers>(_mm_madd_epi16(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#elif defined(__wasm_simd128__)
  return reinterpret_cast<Integers>(wasm_i32x4_dot_i16x8(reinterpret_cast<v128_t>(a), reinterpret_cast<v128_t>(b)));
#else
  const auto lower = [](Shorts pairs) { return reinterpret_cast<Integers>(pairs) << 16 >> 16; };
  const auto upper = [](Shorts pairs) { return reinterpret_cast<Integers>(pairs) >> 16; };
  return lower(a) * lower(b) + upper(a) * upper(b);
#endif
}

}  // namespace brigade::models
