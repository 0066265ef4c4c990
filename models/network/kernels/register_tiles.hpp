#pragma once

// What kernels share: loops that are unrolled so that sums stay in registers, and activations. Like vector.hpp compiled
// once for each instruction set, into a namespace of its own; nothing here may call a function that is not inlined.

#if defined(__AVX512BF16__)
#include "models/network/kernels/bfloat16_vector.hpp"
#endif
#include "models/network/kernels/kernel_set.hpp"
#include "models/network/kernels/vector.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

namespace brigade::models::network::BRIGADE_KERNELS {

#define BRIGADE_INLINE __attribute__((always_inline))

/// Calls f with 0 to count - 1 as constants, so that what is indexed by them stays in registers.
template <int count, typename Function>
BRIGADE_INLINE inline void unroll(const Function& f) {
  [&]<int... i>(std::integer_sequence<int, i...>)
      BRIGADE_INLINE { (f(std::integral_constant<int, i>{}), ...); }(std::make_integer_sequence<int, count>{});
}

/// Whether what could be unrolled is to stay a loop: LLVM moves each sum's additions next to each other, so that all
/// operands would have to wait for them in more registers than WebAssembly's engines have, and kernels would run at
/// half their speed.
#if defined(__wasm__)
inline constexpr bool kStaysLoop = true;
#else
inline constexpr bool kStaysLoop = false;
#endif

/// Calls step(0) to step(many - 1) with constants, then advance(), and so on, until there were `count` steps, at least
/// one. Behind each step is a way out of the loop, over which nothing is moved. (An advance() before the way out,
/// though it is done in vain at last, is faster than one behind it.)
template <int many, typename Step, typename Advance>
BRIGADE_INLINE inline void repeat(int count, const Step& step, const Advance& advance) {
  const auto go_on = [&](auto place) BRIGADE_INLINE {
    step(place);
    if constexpr (place == many - 1) {
      advance();
    }
    return --count != 0;
  };
  [&]<int... i>(std::integer_sequence<int, i...>) BRIGADE_INLINE {
    while ((go_on(std::integral_constant<int, i>{}) && ...)) {
    }
  }(std::make_integer_sequence<int, many>{});
}

/// A value of which the compiler forgets what it knows: a count, so that a loop stays one; an address, so that what was
/// stored there is read again instead of being kept in a register, of which loops have none to spare: engines would
/// store it in every turn.
template <typename Value>
BRIGADE_INLINE inline Value forgotten(Value value) {
  // Volatile, or two of these would become one. NOLINTNEXTLINE(hicpp-no-assembler): there is no instruction in it.
  asm volatile("" : "+r"(value));
  return value;
}

/// Constants of an activation, in registers.
struct ActivationVectors {
  Vector low;
  Vector high;
  Vector slope;
  Vector offset;
};

BRIGADE_INLINE inline ActivationVectors vectors_of(const Activation& activation) {
  return {.low = fill(activation.hard_swish ? 0 : activation.low),
          .high = fill(activation.hard_swish ? 1 : activation.high),
          .slope = fill(kHardSwishGate.slope),
          .offset = fill(kHardSwishGate.offset)};
}

/// What kernels have code of their own for.
enum class ActivationKind : std::uint8_t { floor, clamp, hard_swish };

/// Calls f with the activation's kind as a constant. Without an upper limit, or without any, it is a floor.
template <typename Function>
BRIGADE_INLINE inline void with_kind(const Activation& activation, const Function& f) {
  if (activation.hard_swish) {
    f(std::integral_constant<ActivationKind, ActivationKind::hard_swish>{});
  } else if (activation.high < std::numeric_limits<float>::infinity()) {
    f(std::integral_constant<ActivationKind, ActivationKind::clamp>{});
  } else {
    f(std::integral_constant<ActivationKind, ActivationKind::floor>{});
  }
}

template <ActivationKind kind>
BRIGADE_INLINE inline Vector activate(const ActivationVectors& constants, Vector value) {
  if constexpr (kind == ActivationKind::hard_swish) {
    const Vector gate = multiply_add(value, constants.slope, constants.offset);
    return multiply(value, smaller(larger(gate, constants.low), constants.high));
  } else if constexpr (kind == ActivationKind::clamp) {
    return smaller(larger(value, constants.low), constants.high);
  } else {
    return larger(value, constants.low);
  }
}

/// Values of some pixels, some vectors of channels each.
template <int pixels, int vectors>
using Tile = Vector[pixels][vectors];

template <ActivationKind kind, int pixels, int vectors>
BRIGADE_INLINE inline void activate_tile(const ActivationVectors& constants, Tile<pixels, vectors>& tile) {
  unroll<pixels>([&](auto p) BRIGADE_INLINE {
    unroll<vectors>([&](auto v) BRIGADE_INLINE { tile[p][v] = activate<kind>(constants, tile[p][v]); });
  });
}

/// Of a vector, where so many channels are left.
BRIGADE_INLINE inline int lanes_of(int channels) {
  const int most = channels < kLanes ? channels : kLanes;
  return most < 0 ? 0 : most;
}

#if defined(__AVX512BF16__)
inline constexpr bool kHasPairs = true;
#else
inline constexpr bool kHasPairs = false;
#endif

/// Stores values; where they are to be `paired`, as RowTarget::previous has it.
template <bool paired>
BRIGADE_INLINE inline void store_values(float* to, Vector values, [[maybe_unused]] std::ptrdiff_t previous) {
#if defined(__AVX512BF16__)
  if constexpr (paired) {
    values = pair_with(values, load_pairs(to + previous));
  }
#endif
  store(to, values);
}

/// Stores a tile of which `channels` exist from a row of whole vectors.
template <int pixels, int vectors>
[[gnu::noinline]] void store_part(const float* row, float* to, std::ptrdiff_t pixel_stride, std::ptrdiff_t block_stride,
                                  int channels) {
  for (int p = 0; p < pixels; ++p) {
    for (int v = 0; v < vectors && v * kLanes < channels; ++v) {
      store_some(to + p * pixel_stride + v * block_stride, load(row + std::ptrdiff_t{p * vectors + v} * kLanes),
                 lanes_of(channels - v * kLanes));
    }
  }
}

/// Stores a tile of whole vectors, `block_stride` floats apart. `paired`, `previous`: see store_values.
template <int pixels, int vectors, bool paired = false>
BRIGADE_INLINE inline void store_whole_tile(const Tile<pixels, vectors>& tile, float* to, std::ptrdiff_t pixel_stride,
                                            std::ptrdiff_t block_stride, std::ptrdiff_t previous = 0) {
  unroll<pixels>([&](auto p) BRIGADE_INLINE {
    unroll<vectors>([&](auto v) BRIGADE_INLINE { store_values<paired>(to + v * block_stride, tile[p][v], previous); });
    to += pixel_stride;
  });
}

/// The same of a tile of which `channels` channels exist. Whole vectors are stored always, at first to a row of their
/// own where some do not exist: with a branch for each, engines would keep every sum in memory.
template <int pixels, int vectors>
BRIGADE_INLINE inline void store_tile(const Tile<pixels, vectors>& tile, float* to, std::ptrdiff_t pixel_stride,
                                      std::ptrdiff_t block_stride, int channels) {
  const bool whole = channels >= vectors * kLanes;
  if (kHasMasks && !whole) {
    unroll<pixels>([&](auto p) BRIGADE_INLINE {
      unroll<vectors>([&](auto v) BRIGADE_INLINE {
        store_some(to + p * pixel_stride + v * block_stride, tile[p][v], lanes_of(channels - v * kLanes));
      });
    });
    return;
  }
  float row[pixels * vectors * kLanes];
  store_whole_tile<pixels, vectors>(tile, whole ? to : row, whole ? pixel_stride : std::ptrdiff_t{vectors} * kLanes,
                                    whole ? block_stride : kLanes);
  if (!whole) {
    store_part<pixels, vectors>(row, to, pixel_stride, block_stride, channels);
  }
}

}  // namespace brigade::models::network::BRIGADE_KERNELS
