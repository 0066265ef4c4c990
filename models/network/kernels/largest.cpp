// The largest value of neighbouring pixels, for who searches an image for large ones.

#include "models/network/kernels/instruction_set_kernels.hpp"
#include "models/network/kernels/register_tiles.hpp"

#include <limits>

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

/// Larger than what is no number: a comparison with that is false, and vectors keep their second operand.
constexpr float kNone = -std::numeric_limits<float>::infinity();

/// Of values that follow each other, at least a vector of them.
BRIGADE_INLINE inline float largest_of_vectors(const float* values, std::ptrdiff_t count) {
  constexpr std::ptrdiff_t kAtOnce = 4;  // so that none waits for the one before
  Vector most[kAtOnce];
  unroll<kAtOnce>([&](auto v) BRIGADE_INLINE { most[v] = fill(kNone); });
  std::ptrdiff_t i = 0;
  for (; i + kAtOnce * kLanes <= count; i += kAtOnce * kLanes) {
    unroll<kAtOnce>([&](auto v) BRIGADE_INLINE { most[v] = larger(load(values + i + v * kLanes), most[v]); });
  }
  for (; i + kLanes <= count; i += kLanes) {
    most[0] = larger(load(values + i), most[0]);
  }
  // What is left, and some values again.
  most[1] = larger(load(values + count - kLanes), most[1]);
  return largest_lane(larger(larger(most[0], most[1]), larger(most[2], most[3])));
}

float largest_of(const float* values, std::ptrdiff_t count) {
  if (count >= kLanes) {
    return largest_of_vectors(values, count);
  }
  float most = kNone;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    most = values[i] > most ? values[i] : most;
  }
  return most;
}

}  // namespace

void largest(const LargestWork& work) {
  const bool dense = work.input.pixel_stride == work.channels;
  float* output = work.output;
  for (int first = 0; first < work.pixels; first += work.group, ++output) {
    const int pixels = work.pixels - first < work.group ? work.pixels - first : work.group;
    const float* pixel = work.input.values + first * work.input.pixel_stride;
    *output = largest_of(pixel, dense ? std::ptrdiff_t{pixels} * work.channels : work.channels);
    for (int p = 1; !dense && p < pixels; ++p) {
      pixel += work.input.pixel_stride;
      const float most = largest_of(pixel, work.channels);
      *output = most > *output ? most : *output;
    }
  }
}

}  // namespace brigade::models::network::BRIGADE_KERNELS
