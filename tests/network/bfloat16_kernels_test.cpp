// Convolutions with a window of values rounded to bfloat16, on every instruction set of this machine that has them.

#include "models/network/kernels/bfloat16_kernels.hpp"

#include "models/network/kernels/block.hpp"
#include "tests/network/compute_task.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;

constexpr float kUntouched = 77;

/// A convolution with a window; a depthwise one has as many outputs as inputs.
struct Layer {
  bool depthwise = false;
  reference::Window window = {};
  Values image = {};  ///< of values that a bfloat16 holds exactly
  int outputs = 1;
  int beside = 0;  ///< floats in memory between a pixel and the next
  Activation activation = {};
  std::vector<std::int8_t> weights = {};
  std::vector<float> scales = {};
  std::vector<float> bias = {};

  [[nodiscard]] IntegerFilter filter() const { return {.weights = weights, .scales = scales, .bias = bias}; }
};

std::vector<float> bfloat16_noise(std::size_t count, unsigned seed) {
  std::vector<float> values = noise(count, seed);
  std::ranges::transform(values, values.begin(), [](float value) {
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) & 0xFFFF0000U);
  });
  return values;
}

Layer random_layer(bool depthwise, unsigned seed) {
  RandomIntegers pick(seed);
  Layer layer{.depthwise = depthwise};
  layer.window = {.size = depthwise ? 3 + 2 * pick(0, 1) : pick(1, 7), .stride = pick(1, 2), .same = pick(0, 3) > 0};
  Values& image = layer.image;
  image = {.height = pick(7, 20), .width = pick(7, 45), .channels = depthwise ? pick(1, 70) : pick(1, 5), .values = {}};
  const auto inputs = static_cast<std::size_t>(image.channels);
  layer.outputs = depthwise ? image.channels : pick(1, 70);
  layer.beside = pick(0, 1) * pick(0, 3);
  image.values =
      bfloat16_noise(inputs * static_cast<std::size_t>(image.height) * static_cast<std::size_t>(image.width), seed);
  const auto outputs = static_cast<std::size_t>(layer.outputs);
  const auto taps = static_cast<std::size_t>(layer.window.size) * static_cast<std::size_t>(layer.window.size);
  layer.weights.resize(taps * outputs * (depthwise ? 1 : inputs));
  std::ranges::generate(layer.weights, [&] { return static_cast<std::int8_t>(pick(-127, 127)); });
  layer.scales = noise(outputs, seed + 1);
  std::ranges::transform(layer.scales, layer.scales.begin(),
                         [](float scale) { return 1e-3F * (0.1F + std::abs(scale)); });
  layer.bias = noise(outputs, seed + 2);
  layer.activation.hard_swish = pick(0, 1) == 0;
  return layer;
}

Values expected_outputs(const Layer& layer) {
  // Multiplied with the scales afterwards, as floats would not hold all products.
  const std::vector<float> weights(layer.weights.begin(), layer.weights.end());
  Values outputs = layer.depthwise ? reference::depthwise(layer.image, layer.window, weights)
                                   : reference::convolution(layer.image, layer.window, layer.outputs, weights);
  for (std::size_t i = 0; i < outputs.values.size(); ++i) {
    const std::size_t output = i % layer.bias.size();
    const float value = outputs.values[i] * layer.scales[output] + layer.bias[output];
    outputs.values[i] = layer.activation.hard_swish ? reference::hard_swish(value) : value;
  }
  return outputs;
}

int padding_before(int size, int outputs, const reference::Window& window) {
  return window.same ? std::max((outputs - 1) * window.stride + window.size - size, 0) / 2 : 0;
}

Block block_of(const KernelSet& kernels, const Layer& layer, const Values& outputs) {
  const int top = padding_before(layer.image.height, outputs.height, layer.window);
  const int left = padding_before(layer.image.width, outputs.width, layer.window);
  Block block;
  block.kernels = &kernels;
  block.input_rows = layer.image.height;
  block.input_columns = layer.image.width;
  block.output_rows = outputs.height;
  block.output_columns = outputs.width;
  if (layer.depthwise) {
    block.depthwise = DepthwiseLayer{.window = layer.window.size,
                                     .stride = layer.window.stride,
                                     .channels = layer.outputs,
                                     .padding_top = top,
                                     .padding_left = left,
                                     .weights = nullptr,
                                     .pairs = pack_depthwise_pairs(kernels, layer.filter(), layer.window.size),
                                     .activation = layer.activation};
  } else {
    const int row_inputs = layer.window.size * layer.image.channels;
    block.dense = DenseLayer{.window = layer.window.size,
                             .stride = layer.window.stride,
                             .inputs = layer.image.channels,
                             .outputs = layer.outputs,
                             .padding_top = top,
                             .padding_left = left,
                             .weights = nullptr,
                             .pairs = pack_dense_pairs(kernels, layer.filter(), row_inputs),
                             .activation = layer.activation};
  }
  return block;
}

/// The image as it lies in memory.
std::vector<float> spread(const Layer& layer) {
  std::vector<float> spread;
  for (std::size_t i = 0; i < layer.image.values.size(); i += static_cast<std::size_t>(layer.image.channels)) {
    const auto pixel = layer.image.values.begin() + static_cast<std::ptrdiff_t>(i);
    spread.insert(spread.end(), pixel, pixel + layer.image.channels);
    spread.insert(spread.end(), static_cast<std::size_t>(layer.beside), kUntouched);
  }
  return spread;
}

/// Rows of the output, and a value behind them, which nothing may touch.
std::vector<float> computed_rows(const KernelSet& kernels, const Layer& layer, const Values& expected, int first_row,
                                 int end_row) {
  const std::vector<float> image = spread(layer);
  std::vector<float> outputs(expected.values.size() + 1, kUntouched);
  compute_task({{.block = block_of(kernels, layer, expected),
                 .images = {.input = {.values = image.data(), .pixel_stride = layer.image.channels + layer.beside},
                            .residual = {},
                            .output = outputs.data(),
                            .output_pixel_stride = layer.outputs},
                 .first_row = first_row,
                 .end_row = end_row}});
  return outputs;
}

float largest_magnitude(const std::vector<float>& values) {
  float largest = 0;
  for (const float value : values) {
    largest = std::max(largest, std::abs(value));
  }
  return largest;
}

}  // namespace

TEST_CASE(
    "convolutions of bfloat16 lose nothing of values and weights that it holds, whatever their window and shape") {
  const Layer layer = random_layer(GENERATE(false, true), GENERATE(range(1U, 61U)));
  const Values expected = expected_outputs(layer);
  for (const KernelSet* kernels : available_kernels()) {
    if (kernels->bfloat16 == nullptr) {
      continue;
    }
    INFO((layer.depthwise ? "depthwise " : "dense ")
         << layer.window.size << " /" << layer.window.stride << ", " << layer.image.height << "x" << layer.image.width
         << "x" << layer.image.channels << " to " << layer.outputs);
    std::vector<float> computed = computed_rows(*kernels, layer, expected, 0, expected.height);
    CHECK(computed.back() == kUntouched);
    computed.pop_back();
    std::ranges::transform(computed, expected.values, computed.begin(), std::minus<>());
    CHECK(largest_magnitude(computed) <= 1e-5F * largest_magnitude(expected.values));
  }
}

TEST_CASE("rows of bfloat16 that begin in the middle of an image are the same to the last bit") {
  const Layer layer = random_layer(GENERATE(false, true), GENERATE(range(1U, 21U)));
  const Values shape = expected_outputs(layer);
  const std::ptrdiff_t row = std::ptrdiff_t{shape.width} * shape.channels;
  for (const KernelSet* kernels : available_kernels()) {
    if (kernels->bfloat16 == nullptr) {
      continue;
    }
    const std::vector<float> whole = computed_rows(*kernels, layer, shape, 0, shape.height);
    for (int first = 0; first < shape.height; ++first) {
      INFO("row " << first << " of " << shape.height);
      const std::vector<float> part = computed_rows(*kernels, layer, shape, first, std::min(first + 3, shape.height));
      const auto end = std::min<std::ptrdiff_t>((first + 3) * row, shape.height * row);
      CHECK(std::all_of(part.begin(), part.begin() + first * row, [](float value) { return value == kUntouched; }));
      CHECK(std::equal(part.begin() + first * row, part.begin() + end, whole.begin() + first * row));
    }
  }
}

TEST_CASE("values are rounded to the nearest bfloat16, as many as there are and no more") {
  const int count = GENERATE(1, 15, 16, 31, 32, 33, 100);
  const std::vector<float> values = noise(static_cast<std::size_t>(count), 3);
  for (const KernelSet* kernels : available_kernels()) {
    if (kernels->bfloat16 == nullptr) {
      continue;
    }
    constexpr std::uint16_t kUntouchedBits = 0x1234;
    std::vector<std::uint16_t> rounded(values.size() + 1, kUntouchedBits);
    kernels->bfloat16->round_values(values.data(), count, rounded.data());
    CHECK(rounded.back() == kUntouchedBits);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(rounded[i]) << 16U);
      CHECK(std::abs(value - values[i]) <= std::ldexp(std::abs(values[i]), -8));
    }
  }
}

TEST_CASE("weights of a window go into pairs row by row, and what has no partner gets a 0") {
  const KernelSet& kernels = *available_kernels().back();
  const auto half = [](int value) { return std::bit_cast<std::uint32_t>(static_cast<float>(value)) >> 16U; };
  const auto pair = [&](int low, int high) { return static_cast<std::int32_t>(half(low) | half(high) << 16U); };
  const std::vector<std::int8_t> weights{1, 2, 3, 4, 5, -6, 7, 8, -127};
  const std::vector<float> scale{0.5F};
  const std::vector<float> bias{7};
  const IntegerFilter filter{.weights = weights, .scales = scale, .bias = bias};
  const auto words = [](const PackedIntegerWeights& packed, int stride, int count) {
    std::vector<std::int32_t> words(static_cast<std::size_t>(count));
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      words[static_cast<std::size_t>(i)] = packed.get()[i * stride];
    }
    return words;
  };
  const auto head = [](float value) { return std::bit_cast<std::int32_t>(value); };
  CHECK(words(pack_dense_pairs(kernels, filter, 3), kernels.strip_channels, 8) ==
        std::vector{head(0.5F), head(7), pair(1, 2), pair(3, 0), pair(4, 5), pair(-6, 0), pair(7, 8), pair(-127, 0)});
  // A row is in the lower half, the one before it in the upper half.
  CHECK(words(pack_depthwise_pairs(kernels, filter, 3), kernels.lanes, 8) ==
        std::vector{head(0.5F), head(7), pair(4, 1), pair(5, 2), pair(-6, 3), pair(7, 0), pair(8, 0), pair(-127, 0)});
}

}  // namespace brigade::tests
