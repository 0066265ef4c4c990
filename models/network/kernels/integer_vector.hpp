#pragma once

// What integer kernels do with vectors of `kLanes` words of 32 bits, beside what vector.hpp has. A word holds `kGroup`
// values, of 8 bits where an instruction multiplies and adds four of them at once (AVX-512 VNNI), else of 16: then an
// instruction adds two products, and no sum can overflow on its way.

#include "models/network/kernels/noted_accesses.hpp"
#include "models/network/kernels/vector.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace brigade::models::network::BRIGADE_KERNELS {

#if defined(__AVX512VNNI__)
using Stored = std::uint8_t;
#else
using Stored = std::int16_t;
#endif

#if defined(__wasm_simd128__)

using Words = v128_t;

inline Words load_words(const std::int32_t* from) { return wasm_v128_load(from); }
inline Words broadcast_word(const std::int32_t* from) { return wasm_v128_load32_splat(from); }
/// Of every lane: the sum plus the products of a word of values and a word of weights.
inline Words dot_add(Words values, Words weights, Words sums) {
  return wasm_i32x4_add(wasm_i32x4_dot_i16x8(values, weights), sums);
}
inline Vector to_floats(Words a) { return wasm_f32x4_convert_i32x4(a); }
/// Of every lane a value of 8 bits, as a float.
inline Vector load_bytes(const std::int8_t* from) {
  return to_floats(wasm_i32x4_extend_low_i16x8(wasm_i16x8_extend_low_i8x16(wasm_v128_load32_zero(from))));
}
// A float of this size has no bits for a fraction: adding it rounds, and leaves the integer in the lowest bits. The
// engine's own conversion is a dozen instructions of x86.
inline constexpr float kRoundingOffset = 12582912;  // 1.5 * 2^23
/// The integers nearest to what was added to kRoundingOffset; of two equally near the even one.
inline Words nearest(Vector a) { return wasm_i32x4_sub(a, wasm_f32x4_const_splat(kRoundingOffset)); }
/// Whether `store_stored` takes what is below 0 for 0.
inline constexpr bool kStoresSaturate = false;
/// That are stored at once, beside single ones.
inline constexpr int kStoredVectors = 2;
inline void store_stored(Stored* to, const Words (&a)[1]) {
  wasm_v128_store64_lane(to, wasm_i16x8_narrow_i32x4(a[0], a[0]), 0);
}
inline void store_stored(Stored* to, const Words (&a)[2]) { wasm_v128_store(to, wasm_i16x8_narrow_i32x4(a[0], a[1])); }

#elif defined(__AVX512F__)

using Words = __m512i;

inline Words load_words(const std::int32_t* from) {
  note_read(from, sizeof(Words));
  return _mm512_loadu_si512(from);
}
inline Words broadcast_word(const std::int32_t* from) { return _mm512_set1_epi32(*from); }
inline Vector to_floats(Words a) { return _mm512_cvtepi32_ps(a); }
inline Vector load_bytes(const std::int8_t* from) {
  return to_floats(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))));
}
inline constexpr float kRoundingOffset = 0;
inline Words nearest(Vector a) { return _mm512_cvtps_epi32(a); }
#if defined(__AVX512VNNI__)
inline Words dot_add(Words values, Words weights, Words sums) { return _mm512_dpbusd_epi32(sums, values, weights); }
inline constexpr bool kStoresSaturate = true;
inline constexpr int kStoredVectors = 4;
inline void store_stored(Stored* to, const Words (&a)[1]) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to),
                   _mm512_cvtusepi32_epi8(_mm512_max_epi32(a[0], _mm512_setzero_si512())));
}
inline void store_stored(Stored* to, const Words (&a)[4]) {
  // Packing goes by 128 bits: each has four of every vector, which are brought into order at last.
  const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const __m512i bytes = _mm512_packus_epi16(_mm512_packs_epi32(a[0], a[1]), _mm512_packs_epi32(a[2], a[3]));
  note_write(to, sizeof(bytes));
  _mm512_storeu_si512(to, _mm512_permutexvar_epi32(order, bytes));
}
#else
inline Words dot_add(Words values, Words weights, Words sums) {
  return _mm512_add_epi32(_mm512_madd_epi16(values, weights), sums);
}
inline constexpr bool kStoresSaturate = false;
inline constexpr int kStoredVectors = 1;
inline void store_stored(Stored* to, const Words (&a)[1]) {
  note_write(to, sizeof(__m256i));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtepi32_epi16(a[0]));
}
#endif

#elif defined(__AVX2__)

using Words = __m256i;

inline Words load_words(const std::int32_t* from) {
  note_read(from, sizeof(Words));
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}
inline Words broadcast_word(const std::int32_t* from) { return _mm256_set1_epi32(*from); }
inline Words dot_add(Words values, Words weights, Words sums) {
  return _mm256_add_epi32(_mm256_madd_epi16(values, weights), sums);
}
inline Vector to_floats(Words a) { return _mm256_cvtepi32_ps(a); }
inline Vector load_bytes(const std::int8_t* from) {
  return to_floats(_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from))));
}
inline constexpr float kRoundingOffset = 0;
inline Words nearest(Vector a) { return _mm256_cvtps_epi32(a); }
inline constexpr bool kStoresSaturate = false;
inline constexpr int kStoredVectors = 2;
inline void store_stored(Stored* to, const Words (&a)[1]) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to),
                   _mm_packs_epi32(_mm256_castsi256_si128(a[0]), _mm256_extracti128_si256(a[0], 1)));
}
inline void store_stored(Stored* to, const Words (&a)[2]) {
  note_write(to, sizeof(Words));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to),
                      _mm256_permute4x64_epi64(_mm256_packs_epi32(a[0], a[1]), 0b11'01'10'00));
}

#elif defined(__ARM_NEON)

using Words = int32x4_t;

inline Words load_words(const std::int32_t* from) { return vld1q_s32(from); }
inline Words broadcast_word(const std::int32_t* from) { return vld1q_dup_s32(from); }
inline Words dot_add(Words values, Words weights, Words sums) {
  const int16x8_t a = vreinterpretq_s16_s32(values);
  const int16x8_t b = vreinterpretq_s16_s32(weights);
  return vaddq_s32(vpaddq_s32(vmull_s16(vget_low_s16(a), vget_low_s16(b)), vmull_high_s16(a, b)), sums);
}
inline Vector to_floats(Words a) { return vcvtq_f32_s32(a); }
inline Vector load_bytes(const std::int8_t* from) {
  std::int32_t bytes = 0;
  std::memcpy(&bytes, from, sizeof(bytes));
  const int8x8_t values = vreinterpret_s8_s32(vdup_n_s32(bytes));
  return to_floats(vmovl_s16(vget_low_s16(vmovl_s8(values))));
}
inline constexpr float kRoundingOffset = 0;
inline Words nearest(Vector a) { return vcvtnq_s32_f32(a); }
inline constexpr bool kStoresSaturate = false;
inline constexpr int kStoredVectors = 1;
inline void store_stored(Stored* to, const Words (&a)[1]) { vst1_s16(to, vmovn_s32(a[0])); }

#else

using Words = std::int32_t;

inline Words load_words(const std::int32_t* from) { return *from; }
inline Words broadcast_word(const std::int32_t* from) { return *from; }
inline Words dot_add(Words values, Words weights, Words sums) {
  const auto low = [](Words word) { return static_cast<std::int16_t>(word); };
  return low(values) * low(weights) + (values >> 16) * (weights >> 16) + sums;
}
inline Vector to_floats(Words a) { return static_cast<float>(a); }
inline Vector load_bytes(const std::int8_t* from) { return *from; }
inline constexpr float kRoundingOffset = 12582912;  // see above
inline Words nearest(Vector a) { return std::bit_cast<Words>(a) - std::bit_cast<Words>(kRoundingOffset); }
inline constexpr bool kStoresSaturate = false;
inline constexpr int kStoredVectors = 1;
inline void store_stored(Stored* to, const Words (&a)[1]) { *to = static_cast<Stored>(a[0]); }

#endif

inline constexpr int kGroup = sizeof(std::int32_t) / sizeof(Stored);

}  // namespace brigade::models::network::BRIGADE_KERNELS
