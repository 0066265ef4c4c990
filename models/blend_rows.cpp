#include "models/blend_rows.hpp"

#include <bit>
#include <cstring>

namespace brigade::models {

static_assert(std::endian::native == std::endian::little, "two samples are read as one number, the first its low byte");

namespace {

// Sums of 16 bits, which compilers turn into the widest vectors.
class Blend {
 public:
  explicit Blend(std::uint16_t lower_weight)
      : upper_weight_(static_cast<std::uint16_t>(kRowUnit - lower_weight)), lower_weight_(lower_weight) {}

  [[nodiscard]] std::int16_t operator()(std::uint16_t upper, std::uint16_t lower) const {
    return static_cast<std::int16_t>(upper * upper_weight_ + lower * lower_weight_ - kRowZero);
  }

 private:
  std::uint16_t upper_weight_;
  std::uint16_t lower_weight_;
};

std::uint16_t two_samples(const std::uint8_t* samples) {
  std::uint16_t both = 0;
  std::memcpy(&both, samples, sizeof both);
  return both;
}

}  // namespace

void blend_rows(const RowPair& rows, std::int16_t* target, std::size_t count) {
  const auto [upper, lower, weight] = rows;
  const Blend blend(weight);
  for (std::size_t i = 0; i < count; ++i) {
    target[i] = blend(upper[i], lower[i]);
  }
}

void blend_interleaved_rows(const RowPair& rows, std::int16_t* first, std::int16_t* second, std::size_t count) {
  const auto [upper, lower, weight] = rows;
  const Blend blend(weight);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint16_t above = two_samples(upper + 2 * i);
    const std::uint16_t below = two_samples(lower + 2 * i);
    first[i] = blend(above & 0xFFU, below & 0xFFU);
    second[i] = blend(above >> 8U, below >> 8U);
  }
}

}  // namespace brigade::models
