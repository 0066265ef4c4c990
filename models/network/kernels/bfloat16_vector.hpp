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
