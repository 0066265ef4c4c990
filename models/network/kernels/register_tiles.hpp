#pragma once

// What kernels share: loops that are unrolled so that sums stay in registers, and activations. Like vector.hpp compiled
// once for each instruction set, into a namespace of its own; nothing here may call a function that is not inlined.

#include "models/network/kernels/kernel_set.hpp"
#include "models/network/kernels/vector.hpp"

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

/// Calls f with 0 to count - 1. For WebAssembly this stays a loop: without its borders LLVM would move each sum's
/// additions next to each other, all operands would have to wait for them in more registers than there are, and the
/// kernel would run at half its speed.
template <int count, typename Function>
BRIGADE_INLINE inline void repeat(const Function& f) {
#if defined(__wasm__)
#pragma clang loop unroll(disable)
  for (int i = 0; i < count; ++i) {
    f(i);
  }
#else
  unroll<count>(f);
#endif
}

/// Constants of an activation, in registers.
struct ActivationVectors {
  Vector low;
  Vector high;
  Vector three;
  Vector six;
  Vector sixth;
};

BRIGADE_INLINE inline ActivationVectors vectors_of(const Activation& activation) {
  return {.low = fill(activation.hard_swish ? 0 : activation.low),
          .high = fill(activation.high),
          .three = fill(3),
          .six = fill(6),
          .sixth = fill(1.0F / 6)};
}

template <bool hard_swish>
BRIGADE_INLINE inline Vector activate(const ActivationVectors& constants, Vector value) {
  if constexpr (hard_swish) {
    const Vector gate = smaller(larger(add(value, constants.three), constants.low), constants.six);
    return multiply(multiply(value, constants.sixth), gate);
  } else {
    return smaller(larger(value, constants.low), constants.high);
  }
}

/// Stores a block of which `channels` exist.
BRIGADE_INLINE inline void store_block(float* to, Vector value, int channels) {
  if (channels >= kLanes) {
    store(to, value);
  } else {
    store_some(to, value, channels);
  }
}

}  // namespace brigade::models::network::BRIGADE_KERNELS
