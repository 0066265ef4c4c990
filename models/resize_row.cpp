#include "models/resize_row.hpp"

#include "models/vectors.hpp"

#include <cstring>

namespace brigade::models {

namespace {

constexpr std::size_t kChannels = 3;

template <typename Value>
Value read(const void* place) {
  Value value{};
  std::memcpy(&value, place, sizeof value);
  return value;
}

Floats all(float value) { return Floats{} + value; }

/// Four columns of a channel from `first` on.
Floats blend_columns(const std::int16_t* row, const ColumnSampling& columns, std::size_t first) {
  const std::int32_t* place = columns.places.data() + first;
  const auto neighbours = [&](std::size_t i) { return read<std::int32_t>(row + place[i]); };
  const Integers pairs{neighbours(0), neighbours(1), neighbours(2), neighbours(3)};
  const auto weights = load<Shorts>(columns.weights.data() + first);
  return to_floats(multiply_and_add_pairs(reinterpret_cast<Shorts>(pairs), weights));
}

/// One channel of the network's input as a function of the image's three.
class ChannelTransform {
 public:
  ChannelTransform(const ColourTransform& transform, std::size_t channel)
      : factors_{all(transform.matrix[channel][0]), all(transform.matrix[channel][1]),
                 all(transform.matrix[channel][2])},
        offset_(all(transform.offset[channel])),
        black_(all(transform.black[channel])),
        full_(all(transform.full[channel])) {}

  [[nodiscard]] Floats operator()(Floats first, Floats second, Floats third) const {
    const Floats value = factors_[0] * first + factors_[1] * second + factors_[2] * third + offset_;
    const Floats raised = value > black_ ? value : black_;
    return raised < full_ ? raised : full_;
  }

 private:
  std::array<Floats, kChannels> factors_;
  Floats offset_;
  Floats black_;
  Floats full_;
};

/// Four pixels, interleaved: with `store_pixel` the only place that knows the type of the network's input.
void store_pixels(Floats first, Floats second, Floats third, float* target) {
  const Floats firsts_seconds = __builtin_shufflevector(first, second, 0, 4, 1, 5);  // a0 b0 a1 b1
  const Floats rest = __builtin_shufflevector(first, second, 2, 6, 3, 7);            // a2 b2 a3 b3
  const Floats middle = __builtin_shufflevector(firsts_seconds, third, 2, 3, 4, 5);  // a1 b1 c0 c1
  store(__builtin_shufflevector(firsts_seconds, middle, 0, 1, 6, 4), target);        // a0 b0 c0 a1
  const Floats second_end = __builtin_shufflevector(middle, rest, 1, 3, 4, 5);       // b1 c1 a2 b2
  store(second_end, target + 4);
  const Floats ends = __builtin_shufflevector(rest, third, 2, 3, 6, 7);  // a3 b3 c2 c3
  store(__builtin_shufflevector(ends, ends, 2, 0, 1, 3), target + 8);    // c2 a3 b3 c3
}

/// One pixel; the value after it is overwritten, by the next pixel in its turn.
void store_pixel(Floats colours, float* target) { store(colours, target); }

/// The neighbours' channels in turn: left 0, right 0, left 1, right 1, ...
Shorts interleave(const std::int16_t* left, const std::int16_t* right) {
  return __builtin_shufflevector(load<Shorts>(left), load<Shorts>(right), 0, 8, 1, 9, 2, 10, 3, 11);
}

Integers first_and_third_swapped(Integers values) { return __builtin_shufflevector(values, values, 2, 1, 0, 3); }

template <bool kSwapped>
void resize_packed(const std::int16_t* pixels, std::ptrdiff_t step, const ColumnSampling& columns,
                   const ColourTransform& transform, float* target, std::size_t count) {
  const auto& [matrix, offset, black, full] = transform;
  const Floats factors{matrix[0][kSwapped ? 2 : 0], matrix[1][1], matrix[2][kSwapped ? 0 : 2], 0};
  const Floats offsets{offset[0], offset[1], offset[2], 0};
  const auto pixel = [&](std::size_t column) {
    const std::int16_t* left = pixels + columns.places[column];
    const Integers weights = Integers{} + read<std::int32_t>(&columns.weights[column]);
    const Integers sums = multiply_and_add_pairs(interleave(left, left + step), reinterpret_cast<Shorts>(weights));
    return to_floats(kSwapped ? first_and_third_swapped(sums) : sums) * factors + offsets;
  };
  for (std::size_t column = 0; column + 1 < count; ++column) {
    store_pixel(pixel(column), target + kChannels * column);
  }
  std::array<float, 4> last{};
  store_pixel(pixel(count - 1), last.data());
  std::memcpy(target + kChannels * (count - 1), last.data(), kChannels * sizeof(float));
}

}  // namespace

ColourTransform of_resized_samples(ColourTransform transform) {
  for (std::size_t channel = 0; channel < kChannels; ++channel) {
    for (float& factor : transform.matrix[channel]) {
      transform.offset[channel] += factor * (static_cast<float>(kRowZero) / kRowUnit);
      factor /= static_cast<float>(kRowUnit) * kColumnUnit;
    }
  }
  return transform;
}

void resize_planar_row(const std::array<const std::int16_t*, 3>& channels, const std::array<ColumnSampling, 3>& columns,
                       const ColourTransform& transform, float* target, std::size_t count) {
  const ChannelTransform first(transform, 0);
  const ChannelTransform second(transform, 1);
  const ChannelTransform third(transform, 2);
  const auto pixels = [&](std::size_t column, float* place) {
    const Floats a = blend_columns(channels[0], columns[0], column);
    const Floats b = blend_columns(channels[1], columns[1], column);
    const Floats c = blend_columns(channels[2], columns[2], column);
    store_pixels(first(a, b, c), second(a, b, c), third(a, b, c), place);
  };
  std::size_t column = 0;
  for (; column + kColumnsAtOnce <= count; column += kColumnsAtOnce) {
    pixels(column, target + kChannels * column);
  }
  if (column < count) {
    std::array<float, kChannels * kColumnsAtOnce> last{};
    pixels(column, last.data());
    std::memcpy(target + kChannels * column, last.data(), kChannels * (count - column) * sizeof(float));
  }
}

void resize_packed_row(const std::int16_t* pixels, std::ptrdiff_t step, const ColumnSampling& columns,
                       const ColourTransform& transform, float* target, std::size_t count) {
  const bool swapped = transform.matrix[0][0] == 0;
  (swapped ? resize_packed<true> : resize_packed<false>)(pixels, step, columns, transform, target, count);
}

}  // namespace brigade::models
