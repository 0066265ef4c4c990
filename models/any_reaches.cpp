#include "models/any_reaches.hpp"

#include "models/vectors.hpp"

#include <cstddef>

namespace brigade::models {

bool any_reaches(std::span<const float> logits, float threshold) {
  constexpr std::size_t kLanes = 4;
  // Of several vectors, so that none waits for the one before.
  constexpr std::size_t kStep = 4 * kLanes;
  const Floats least = Floats{} + threshold;
  Integers a{};
  Integers b{};
  Integers c{};
  Integers d{};
  const float* next = logits.data();
  std::size_t left = logits.size();
  for (; left >= kStep; left -= kStep, next += kStep) {
    a |= load<Floats>(next) >= least;
    b |= load<Floats>(next + kLanes) >= least;
    c |= load<Floats>(next + 2 * kLanes) >= least;
    d |= load<Floats>(next + 3 * kLanes) >= least;
  }
  const Integers reached = a | b | c | d;
  bool any = (reached[0] | reached[1] | reached[2] | reached[3]) != 0;
  for (; left > 0; --left, ++next) {
    any |= *next >= threshold;
  }
  return any;
}

}  // namespace brigade::models
