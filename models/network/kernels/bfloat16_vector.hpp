#pragma once

// What kernels of bfloat16 do with vectors of `kLanes` pairs of them, beside what vector.hpp has.

#include "models/network/kernels/noted_accesses.hpp"
#include "models/network/kernels/vector.hpp"

#include <cstdint>
#include <cstring>

namespace brigade::models::network::BRIGADE_KERNELS {

/// Brings the line of that value to the nearest cache, if there is such memory, and waits for nothing.
inline void fetch(const float* value) { _mm_prefetch(value, _MM_HINT_T0); }

/// The first of a pair is in the lower half of its lane.
using Pairs = __m512bh;

inline Pairs load_pairs(const std::int32_t* from) {
  note_read(from, sizeof(Pairs));
  return reinterpret_cast<Pairs>(_mm512_loadu_si512(from));
}

/// Of memory that floats have elsewhere.
inline Pairs load_pairs(const float* from) { return load_pairs(reinterpret_cast<const std::int32_t*>(from)); }

/// A value and the first of each pair after it. The value is rounded: of two equally near ones to the larger magnitude,
/// which is one instruction.
inline Vector pair_with(Vector values, Pairs pairs) {
  const __m512i rounded = _mm512_add_epi32(_mm512_castps_si512(values), _mm512_set1_epi32(0x8000));
  return _mm512_castsi512_ps(_mm512_shldi_epi32(reinterpret_cast<__m512i>(pairs), rounded, 16));
}

/// The same pair in every lane, which need not be aligned.
inline Pairs broadcast_pair(const std::uint16_t* from) {
  std::int32_t pair = 0;
  std::memcpy(&pair, from, sizeof(pair));
  return reinterpret_cast<Pairs>(_mm512_set1_epi32(pair));
}

/// Of every lane: the sum plus the products of a pair of values and a pair of weights.
inline Vector dot_add(Pairs values, Pairs weights, Vector sums) { return _mm512_dpbf16_ps(sums, values, weights); }

/// The values of two vectors, the first's before the second's, rounded to the nearest.
inline void store_rounded(std::uint16_t* to, Vector first, Vector second) {
  note_write(to, sizeof(Pairs));
  _mm512_storeu_si512(to, reinterpret_cast<__m512i>(_mm512_cvtne2ps_pbh(second, first)));
}

/// The first `count` of a vector's values.
inline void store_some_rounded(std::uint16_t* to, Vector a, int count) {
  note_write(to, static_cast<std::size_t>(count) * sizeof(*to));
  const auto rounded = reinterpret_cast<__m512i>(_mm512_cvtne2ps_pbh(a, a));
  _mm512_mask_storeu_epi16(to, first_lanes(count), rounded);
}

}  // namespace brigade::models::network::BRIGADE_KERNELS
