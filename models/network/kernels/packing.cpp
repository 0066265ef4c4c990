#include "models/network/kernels/packing.hpp"

#include "models/network/kernels/bfloat16_kernels.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <functional>
#include <new>
#include <vector>

namespace brigade::models::network {

namespace {

template <typename Value>
std::shared_ptr<Value> allocate_zeros(std::size_t count) {
  AlignedMemory memory = allocate_aligned(count * sizeof(Value));
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  auto* values = reinterpret_cast<Value*>(memory.get());
  return {std::shared_ptr<std::byte>(std::move(memory)), values};
}

/// Columns of a table of values, `first_row` and those after it, from one of them on in groups of `width`: each group
/// row by row. `next`: zeros, which are left where a group is not full.
template <typename Value>
void pack_groups(std::span<const Value> first_row, std::span<const Value> rows, std::size_t first_column,
                 std::size_t width, Value* next) {
  const std::size_t columns = first_row.size();
  for (std::size_t first = first_column; first < columns; first += width) {
    const std::size_t exist = std::min(width, columns - first);
    std::ranges::copy(first_row.subspan(first, exist), next);
    next += width;
    for (std::size_t row = 0; row < rows.size(); row += columns) {
      std::ranges::copy(rows.subspan(row + first, exist), next);
      next += width;
    }
  }
}

/// All columns of a table.
template <typename Value>
std::shared_ptr<const Value> in_groups(std::span<const Value> first_row, std::span<const Value> rows,
                                       std::size_t width) {
  const std::size_t columns = first_row.size();
  const std::size_t groups = (columns + width - 1) / width;
  auto packed = allocate_zeros<Value>(groups * width * (1 + rows.size() / columns));
  pack_groups(first_row, rows, 0, width, packed.get());
  return packed;
}

/// The weights of Strassen's products for the pair of strips that begins with output `first`, from `next` on: the names
/// are those of kernels/strassen.cpp. Returns where they end.
float* pack_pair(std::span<const float> filter, std::span<const float> bias, std::size_t first, std::size_t strip,
                 float* next) {
  const std::size_t outputs = bias.size();
  const std::size_t half = filter.size() / outputs / 2;
  const auto pack = [&](auto product) {
    for (std::size_t i = 0; i < half; ++i) {
      for (std::size_t o = 0; o < strip; ++o) {
        const auto b = [&](std::size_t half_of_inputs, std::size_t strip_of_pair) {
          return filter[(half_of_inputs * half + i) * outputs + first + strip_of_pair * strip + o];
        };
        const float t1 = b(0, 1) - b(0, 0);
        const float t2 = b(1, 1) - t1;
        *next++ = product(b, t1, t2);
      }
    }
  };
  next = std::ranges::copy(bias.subspan(first, strip), next).out;
  pack([](const auto& b, float, float) { return b(0, 0); });
  pack([](const auto& b, float, float) { return b(1, 0); });
  pack([](const auto&, float, float t2) { return t2; });
  pack([](const auto& b, float, float) { return b(1, 1) - b(0, 1); });
  pack([](const auto& b, float, float t2) { return b(1, 0) - t2; });
  next =
      std::ranges::transform(bias.subspan(first + strip, strip), bias.subspan(first, strip), next, std::minus<>()).out;
  pack([](const auto&, float t1, float) { return t1; });
  pack([](const auto& b, float, float) { return b(1, 1); });
  return next;
}

/// Weights of one output for the inputs of a word, the first in the lowest bits.
std::int32_t word_of(const KernelSet& kernels, const IntegerFilter& filter, std::size_t word, std::size_t output) {
  const auto group = static_cast<std::size_t>(kernels.group);
  const std::size_t bits = 32 / group;
  const std::uint32_t mask = bits == 8 ? 0xFFU : 0xFFFFU;
  const std::size_t outputs = filter.bias.size();
  std::uint32_t packed = 0;
  for (std::size_t i = 0; i < group; ++i) {
    const std::size_t index = (word * group + i) * outputs + output;
    const int weight = index < filter.weights.size() ? filter.weights[index] : 0;
    packed |= (static_cast<std::uint32_t>(weight) & mask) << (i * bits);
  }
  return static_cast<std::int32_t>(packed);
}

/// What a sum begins with, so that in the end it is as if values had been stored without their zero.
std::int32_t first_sum(const IntegerFilter& filter, bool is_signed, std::size_t output) {
  std::int32_t sum = 0;
  for (std::size_t i = output; is_signed && i < filter.weights.size(); i += filter.bias.size()) {
    sum -= kSignedZero * filter.weights[i];
  }
  return sum;
}

/// A pair of bfloat16, the first in the lower half. Integers of 8 bits leave the lower half of a float empty.
std::int32_t pair_of(int first, int second) {
  const auto upper_half = [](int value) { return std::bit_cast<std::uint32_t>(static_cast<float>(value)) >> 16U; };
  return static_cast<std::int32_t>(upper_half(first) | upper_half(second) << 16U);
}

/// A row of the filter's weights for pairs, for the groups that a kernel reads: scales, biases, and so on.
std::vector<std::int32_t> words_of_floats(std::span<const float> floats) {
  std::vector<std::int32_t> words(floats.size());
  std::ranges::transform(floats, words.begin(), [](float value) { return std::bit_cast<std::int32_t>(value); });
  return words;
}

}  // namespace

PackedWeights pack_pointwise(const KernelSet& kernels, std::span<const float> filter, std::span<const float> bias) {
  return in_groups(bias, filter, static_cast<std::size_t>(kernels.strip_channels));
}

PackedWeights pack_strassen(const KernelSet& kernels, std::span<const float> filter, std::span<const float> bias) {
  const auto strip = static_cast<std::size_t>(kernels.strip_channels);
  const std::size_t outputs = bias.size();
  const std::size_t inputs = filter.size() / outputs;
  const std::size_t pairs = outputs / (2 * strip);
  const auto pair_floats = static_cast<std::size_t>(strassen_pair_floats(kernels, static_cast<int>(inputs)));
  const std::size_t rest = outputs - pairs * 2 * strip;
  const std::size_t rest_floats = (rest + strip - 1) / strip * strip * (inputs + 1);
  auto packed = allocate_zeros<float>(pairs * pair_floats + rest_floats);
  float* next = packed.get();
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    next = pack_pair(filter, bias, pair * 2 * strip, strip, next);
  }
  pack_groups(bias, filter, outputs - rest, strip, next);
  return packed;
}

PackedWeights pack_depthwise(const KernelSet& kernels, std::span<const float> filter, std::span<const float> bias) {
  return in_groups(bias, filter, static_cast<std::size_t>(kernels.lanes));
}

RoundedWeights pack_rounded_pointwise(const KernelSet& kernels, const IntegerFilter& filter) {
  const auto strip = static_cast<std::size_t>(kernels.strip_channels);
  const std::size_t outputs = filter.bias.size();
  return {.heads = in_groups(filter.scales, filter.bias, strip),
          .weights = in_groups(filter.weights.first(outputs), filter.weights.subspan(outputs), strip)};
}

PackedWeights pack_steps(const KernelSet& kernels, std::span<const float> scales) {
  const auto lanes = static_cast<std::size_t>(kernels.lanes);
  auto packed = allocate_zeros<float>((scales.size() + lanes - 1) / lanes * lanes);
  std::ranges::transform(scales, packed.get(), [](float scale) { return 1 / scale; });
  return packed;
}

PackedIntegerWeights pack_integer_pointwise(const KernelSet& kernels, const IntegerFilter& filter, bool is_signed) {
  const std::size_t outputs = filter.bias.size();
  const auto strip = static_cast<std::size_t>(kernels.strip_channels);
  const std::size_t strips = (outputs + strip - 1) / strip;
  const auto words = static_cast<std::size_t>(words_of(kernels, static_cast<int>(filter.weights.size() / outputs)));
  auto packed = allocate_zeros<std::int32_t>(strips * strip * (kIntegerHeads + words));
  std::int32_t* next = packed.get();
  for (std::size_t first = 0; first < outputs; first += strip) {
    const std::size_t exist = std::min(strip, outputs - first);
    for (std::size_t i = 0; i < exist; ++i) {
      const std::size_t output = first + i;
      next[i] = std::bit_cast<std::int32_t>(filter.scales[output]);
      next[strip + i] = std::bit_cast<std::int32_t>(filter.bias[output]);
      next[2 * strip + i] = first_sum(filter, is_signed, output);
      for (std::size_t word = 0; word < words; ++word) {
        next[(kIntegerHeads + word) * strip + i] = word_of(kernels, filter, word, output);
      }
    }
    next += (kIntegerHeads + words) * strip;
  }
  return packed;
}

PackedIntegerWeights pack_dense_pairs(const KernelSet& kernels, const IntegerFilter& filter, int row_inputs) {
  const std::size_t outputs = filter.bias.size();
  const std::size_t row = static_cast<std::size_t>(row_inputs) * outputs;
  std::vector<std::int32_t> words = words_of_floats(filter.bias);
  for (std::size_t first = 0; first < filter.weights.size(); first += row) {
    const auto inputs = filter.weights.subspan(first, row);
    for (std::size_t input = 0; input < row; input += 2 * outputs) {
      for (std::size_t output = 0; output < outputs; ++output) {
        const std::size_t second = input + outputs + output;
        words.push_back(pair_of(inputs[input + output], second < row ? inputs[second] : 0));
      }
    }
  }
  return in_groups<std::int32_t>(words_of_floats(filter.scales), words,
                                 static_cast<std::size_t>(kernels.strip_channels));
}

PackedIntegerWeights pack_depthwise_pairs(const KernelSet& kernels, const IntegerFilter& filter, int window) {
  const std::size_t channels = filter.bias.size();
  const std::size_t row = static_cast<std::size_t>(window) * channels;
  std::vector<std::int32_t> words = words_of_floats(filter.bias);
  for (int pair = 0; pair < pairs_of(window); ++pair) {
    const int last = row_of_pair(window, pair);
    const auto weights = filter.weights.subspan(static_cast<std::size_t>(last) * row, row);
    const auto before = filter.weights.subspan(static_cast<std::size_t>(last - 1) * row, row);
    const bool has_before = last - 1 == 2 * pair;
    for (std::size_t i = 0; i < row; ++i) {
      words.push_back(pair_of(weights[i], has_before ? before[i] : 0));
    }
  }
  return in_groups<std::int32_t>(words_of_floats(filter.scales), words, static_cast<std::size_t>(kernels.lanes));
}

}  // namespace brigade::models::network
