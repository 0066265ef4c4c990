#pragma once

// The only place that knows instruction sets: a vector of `kLanes` floats and what kernels do with it. A source that
// includes this is compiled once for each instruction set, with the flags that name it, and puts all it defines into
// `BRIGADE_KERNELS`, a namespace of its own: were functions of the same name compiled for several sets, the linker
// would keep any one of them, and a machine without that set would crash.

#include "models/network/kernels/noted_accesses.hpp"

#include <cstddef>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__AVX2__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#if defined(__wasm_relaxed_simd__)
#define BRIGADE_KERNELS kernels_wasm_relaxed
#define BRIGADE_INSTRUCTION_SET "wasm relaxed"
#elif defined(__wasm_simd128__)
#define BRIGADE_KERNELS kernels_wasm_simd
#define BRIGADE_INSTRUCTION_SET "wasm simd"
#elif defined(__AVX512BF16__)
#define BRIGADE_KERNELS kernels_avx512_bf16
#define BRIGADE_INSTRUCTION_SET "avx512 bf16"
#elif defined(__AVX512VNNI__)
#define BRIGADE_KERNELS kernels_avx512_vnni
#define BRIGADE_INSTRUCTION_SET "avx512 vnni"
#elif defined(__AVX512F__)
#define BRIGADE_KERNELS kernels_avx512
#define BRIGADE_INSTRUCTION_SET "avx512"
#elif defined(__AVX2__)
#define BRIGADE_KERNELS kernels_avx2
#define BRIGADE_INSTRUCTION_SET "avx2"
#elif defined(__ARM_NEON)
#define BRIGADE_KERNELS kernels_neon
#define BRIGADE_INSTRUCTION_SET "neon"
#else
#define BRIGADE_KERNELS kernels_scalar
#define BRIGADE_INSTRUCTION_SET "scalar"
#endif

namespace brigade::models::network::BRIGADE_KERNELS {

#if defined(__wasm_simd128__)

using Vector = v128_t;
inline constexpr int kLanes = 4;
inline constexpr int kRegisters = 15;  // of x86's 16, V8 keeps one
inline constexpr bool kStrassenPays = true;
#if defined(__wasm_relaxed_simd__)
inline constexpr bool kHasMultiplyAdd = true;  // as one instruction, which needs no register in between
#else
inline constexpr bool kHasMultiplyAdd = false;
#endif

inline Vector load(const float* from) { return wasm_v128_load(from); }
inline void store(float* to, Vector a) { wasm_v128_store(to, a); }
inline Vector broadcast(const float* from) { return wasm_v128_load32_splat(from); }
inline Vector fill(float a) { return wasm_f32x4_splat(a); }
inline Vector add(Vector a, Vector b) { return wasm_f32x4_add(a, b); }
inline Vector subtract(Vector a, Vector b) { return wasm_f32x4_sub(a, b); }
inline Vector multiply(Vector a, Vector b) { return wasm_f32x4_mul(a, b); }
// Of the engine's two kinds of minimum and maximum these are one instruction of x86.
inline Vector smaller(Vector a, Vector b) { return wasm_f32x4_pmin(b, a); }
inline Vector larger(Vector a, Vector b) { return wasm_f32x4_pmax(b, a); }
inline Vector magnitude(Vector a) { return wasm_f32x4_abs(a); }
/// Of every lane, for `flip`, which turns a lane's sign where this one is negative.
inline Vector sign_of(Vector a) { return wasm_v128_and(a, wasm_f32x4_const_splat(-0.0F)); }
inline Vector flip(Vector a, Vector sign) { return wasm_v128_xor(a, sign); }
inline float largest_lane(Vector a) {
  const Vector pairs = larger(a, wasm_i32x4_shuffle(a, a, 2, 3, 0, 1));
  return wasm_f32x4_extract_lane(larger(pairs, wasm_i32x4_shuffle(pairs, pairs, 1, 0, 3, 2)), 0);
}
/// a * b + c
inline Vector multiply_add(Vector a, Vector b, Vector c) {
#if defined(__wasm_relaxed_simd__)
  return wasm_f32x4_relaxed_madd(a, b, c);
#else
  return add(multiply(a, b), c);
#endif
}

#elif defined(__AVX512F__)

using Vector = __m512;
inline constexpr int kLanes = 16;
inline constexpr int kRegisters = 32;
inline constexpr bool kHasMultiplyAdd = true;

inline Vector load(const float* from) {
  note_read(from, sizeof(Vector));
  return _mm512_loadu_ps(from);
}
inline void store(float* to, Vector a) {
  note_write(to, sizeof(Vector));
  _mm512_storeu_ps(to, a);
}
inline Vector broadcast(const float* from) { return _mm512_set1_ps(*from); }
inline Vector fill(float a) { return _mm512_set1_ps(a); }
inline Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
inline Vector subtract(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
inline Vector multiply(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
inline Vector smaller(Vector a, Vector b) { return _mm512_min_ps(a, b); }
inline Vector larger(Vector a, Vector b) { return _mm512_max_ps(a, b); }
inline Vector magnitude(Vector a) { return _mm512_abs_ps(a); }
inline Vector sign_of(Vector a) {
  return _mm512_castsi512_ps(_mm512_and_si512(_mm512_castps_si512(a), _mm512_castps_si512(_mm512_set1_ps(-0.0F))));
}
inline Vector flip(Vector a, Vector sign) {
  return _mm512_castsi512_ps(_mm512_xor_si512(_mm512_castps_si512(a), _mm512_castps_si512(sign)));
}
inline float largest_lane(Vector a) { return _mm512_reduce_max_ps(a); }
inline Vector multiply_add(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }

#elif defined(__AVX2__)

using Vector = __m256;
inline constexpr int kLanes = 8;
inline constexpr int kRegisters = 16;
inline constexpr bool kHasMultiplyAdd = true;

inline Vector load(const float* from) {
  note_read(from, sizeof(Vector));
  return _mm256_loadu_ps(from);
}
inline void store(float* to, Vector a) {
  note_write(to, sizeof(Vector));
  _mm256_storeu_ps(to, a);
}
inline Vector broadcast(const float* from) { return _mm256_broadcast_ss(from); }
inline Vector fill(float a) { return _mm256_set1_ps(a); }
inline Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
inline Vector subtract(Vector a, Vector b) { return _mm256_sub_ps(a, b); }
inline Vector multiply(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
inline Vector smaller(Vector a, Vector b) { return _mm256_min_ps(a, b); }
inline Vector larger(Vector a, Vector b) { return _mm256_max_ps(a, b); }
inline Vector magnitude(Vector a) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0F), a); }
inline Vector sign_of(Vector a) { return _mm256_and_ps(_mm256_set1_ps(-0.0F), a); }
inline Vector flip(Vector a, Vector sign) { return _mm256_xor_ps(a, sign); }
inline float largest_lane(Vector a) {
  const __m128 four = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
  const __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}
inline Vector multiply_add(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }

#elif defined(__ARM_NEON)

using Vector = float32x4_t;
inline constexpr int kLanes = 4;
inline constexpr int kRegisters = 32;
inline constexpr bool kHasMultiplyAdd = true;

inline Vector load(const float* from) { return vld1q_f32(from); }
inline void store(float* to, Vector a) { vst1q_f32(to, a); }
inline Vector broadcast(const float* from) { return vld1q_dup_f32(from); }
inline Vector fill(float a) { return vdupq_n_f32(a); }
inline Vector add(Vector a, Vector b) { return vaddq_f32(a, b); }
inline Vector subtract(Vector a, Vector b) { return vsubq_f32(a, b); }
inline Vector multiply(Vector a, Vector b) { return vmulq_f32(a, b); }
inline Vector smaller(Vector a, Vector b) { return vminq_f32(a, b); }
inline Vector larger(Vector a, Vector b) { return vmaxq_f32(a, b); }
inline Vector magnitude(Vector a) { return vabsq_f32(a); }
inline Vector sign_of(Vector a) {
  return vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(a), vdupq_n_u32(1U << 31)));
}
inline Vector flip(Vector a, Vector sign) {
  return vreinterpretq_f32_u32(veorq_u32(vreinterpretq_u32_f32(a), vreinterpretq_u32_f32(sign)));
}
inline float largest_lane(Vector a) { return vmaxvq_f32(a); }
inline Vector multiply_add(Vector a, Vector b, Vector c) { return vfmaq_f32(c, a, b); }

#else

using Vector = float;
inline constexpr int kLanes = 1;
inline constexpr int kRegisters = 15;
inline constexpr bool kHasMultiplyAdd = false;

inline Vector load(const float* from) { return *from; }
inline void store(float* to, Vector a) { *to = a; }
inline Vector broadcast(const float* from) { return *from; }
inline Vector fill(float a) { return a; }
inline Vector add(Vector a, Vector b) { return a + b; }
inline Vector subtract(Vector a, Vector b) { return a - b; }
inline Vector multiply(Vector a, Vector b) { return a * b; }
inline Vector smaller(Vector a, Vector b) { return a < b ? a : b; }
inline Vector larger(Vector a, Vector b) { return a > b ? a : b; }
inline Vector magnitude(Vector a) { return a < 0 ? -a : a; }
inline Vector sign_of(Vector a) { return a < 0 ? -1.0F : 1.0F; }
inline Vector flip(Vector a, Vector sign) { return a * sign; }
inline float largest_lane(Vector a) { return a; }
inline Vector multiply_add(Vector a, Vector b, Vector c) { return a * b + c; }

#endif

#if !defined(__wasm_simd128__)
inline constexpr bool kStrassenPays = false;
#endif

#if !defined(__AVX512F__)
inline constexpr bool kHasMasks = false;
#endif

#if defined(__AVX512F__)

inline constexpr bool kHasMasks = true;  // a part of a vector is stored at no cost

inline __mmask16 first_lanes(int count) { return static_cast<__mmask16>((1U << static_cast<unsigned>(count)) - 1); }

/// The first `count` of the values from there, 0 to `kLanes`; the others are zeros.
inline Vector load_some(const float* from, int count) {
  note_read(from, static_cast<std::size_t>(count) * sizeof(float));
  return _mm512_maskz_loadu_ps(first_lanes(count), from);
}

/// The first `count` of the values, 0 to `kLanes`.
inline void store_some(float* to, Vector a, int count) {
  note_write(to, static_cast<std::size_t>(count) * sizeof(float));
  _mm512_mask_storeu_ps(to, first_lanes(count), a);
}

#elif defined(__wasm_simd128__)

/// The first `count` of the values from there, 0 to `kLanes`; the others are zeros.
inline Vector load_some(const float* from, int count) {
  switch (count) {
    case 0:
      return wasm_f32x4_const_splat(0);
    case 1:
      return wasm_v128_load32_zero(from);
    case 2:
      return wasm_v128_load64_zero(from);
    case 3:
      return wasm_v128_load32_lane(from + 2, wasm_v128_load64_zero(from), 2);
    default:
      return load(from);
  }
}

/// The first `count` of the values, 0 to `kLanes`.
inline void store_some(float* to, Vector a, int count) {
  switch (count) {
    case 0:
      return;
    case 1:
      return wasm_v128_store32_lane(to, a, 0);
    case 2:
      return wasm_v128_store64_lane(to, a, 0);
    case 3:
      wasm_v128_store64_lane(to, a, 0);
      return wasm_v128_store32_lane(to + 2, a, 2);
    default:
      return store(to, a);
  }
}

#else

/// The first `count` of the values from there, 0 to `kLanes`; the others are zeros.
inline Vector load_some(const float* from, int count) {
  float values[kLanes] = {};
  for (int lane = 0; lane < count; ++lane) {
    values[lane] = from[lane];
  }
  return load(values);
}

/// The first `count` of the values, 0 to `kLanes`.
inline void store_some(float* to, Vector a, int count) {
  float values[kLanes];
  store(values, a);
  for (int lane = 0; lane < count; ++lane) {
    to[lane] = values[lane];
  }
}

#endif

}  // namespace brigade::models::network::BRIGADE_KERNELS
