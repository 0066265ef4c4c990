// Convolutions of integers, on every instruction set that this machine has.

#include "models/network/kernels/block.hpp"
#include "tests/network/compute_task.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;

/// A 1x1 convolution of integers.
struct Layer {
  int rows = 1;
  int columns = 1;
  int inputs = 1;
  int outputs = 1;
  InputRounding input = {};
  std::vector<std::int8_t> weights = {};
  std::vector<float> scales = {};
  std::vector<float> bias = {};
};

Layer random_layer(unsigned seed) {
  RandomIntegers pick(seed);
  Layer layer{.rows = pick(1, 9), .columns = pick(1, 40), .inputs = pick(1, 150), .outputs = pick(1, 80)};
  layer.input.is_signed = pick(0, 1) == 0;
  for (int i = 0; i < layer.inputs; ++i) {
    layer.input.scales.push_back(std::ldexp(1.0F, pick(-5, 5)));
  }
  layer.weights.resize(static_cast<std::size_t>(layer.inputs) * static_cast<std::size_t>(layer.outputs));
  std::ranges::generate(layer.weights, [&] { return static_cast<std::int8_t>(pick(-kMostWeight, kMostWeight)); });
  layer.scales = noise(static_cast<std::size_t>(layer.outputs), seed + 1);
  std::ranges::transform(layer.scales, layer.scales.begin(),
                         [](float scale) { return 1e-4F * (0.1F + std::abs(scale)); });
  layer.bias = noise(static_cast<std::size_t>(layer.outputs), seed + 2);
  return layer;
}

/// An image whose values lie clearly nearer to one stored value than to the next, however they are computed: the first
/// channel has the largest, and steps are a power of two. Unsigned ones have some values below 0.
std::vector<float> image_of(const Layer& layer, unsigned seed) {
  std::mt19937 random(seed);
  const int most = layer.input.is_signed ? 127 : 255;
  std::vector<float> image;
  for (int pixel = 0; pixel < layer.rows * layer.columns; ++pixel) {
    for (const float scale : layer.input.scales) {
      const auto stored = static_cast<float>(random() % 245) - 122.0F;
      const float beside = 0.1F * (static_cast<float>(random() % 9) - 4);
      image.push_back(scale * (stored + beside) / static_cast<float>(most + 1));
    }
    image[image.size() - layer.input.scales.size()] =
        layer.input.scales.front() * static_cast<float>(most) / static_cast<float>(most + 1);
  }
  return image;
}

/// What pixels become that are rounded: values again, in steps of their channels. Rows are rounded by themselves.
std::vector<double> rounded_values(const Layer& layer, const std::vector<float>& image, int pixels_of_row) {
  const auto channels = static_cast<std::size_t>(layer.inputs);
  const std::size_t row = static_cast<std::size_t>(pixels_of_row) * channels;
  const double most = layer.input.is_signed ? 127 : 255;
  std::vector<double> values(image.size());
  for (std::size_t first = 0; first < image.size();) {
    const std::size_t end = std::min(first + kRoundedPixels * channels, (first / row + 1) * row);
    double largest = 0;
    for (std::size_t i = first; i < end; ++i) {
      values[i] = image[i] / layer.input.scales[i % channels];
      largest = std::max(largest, layer.input.is_signed ? std::abs(values[i]) : values[i]);
    }
    for (std::size_t i = first; i < end; ++i) {
      const double stored = std::nearbyint(values[i] / largest * most);
      values[i] = std::max(stored, layer.input.is_signed ? -most : 0.0) * largest / most;
    }
    first = end;
  }
  return values;
}

std::vector<float> expected_outputs(const Layer& layer, const std::vector<float>& image, int pixels_of_row) {
  const std::vector<double> values = rounded_values(layer, image, pixels_of_row);
  std::vector<float> outputs;
  const auto count = static_cast<std::size_t>(layer.inputs);
  for (std::size_t pixel = 0; pixel < image.size(); pixel += count) {
    for (std::size_t o = 0; o < layer.bias.size(); ++o) {
      double sum = 0;
      for (std::size_t i = 0; i < count; ++i) {
        sum += values[pixel + i] * layer.weights[i * layer.bias.size() + o];
      }
      outputs.push_back(static_cast<float>(sum * layer.scales[o] + layer.bias[o]));
    }
  }
  return outputs;
}

/// `scale`: what each channel of the image is multiplied with as it is rounded.
std::vector<float> computed_outputs(const KernelSet& kernels, const Layer& layer, const std::vector<float>& image,
                                    const std::vector<float>& scale) {
  Block block;
  block.kernels = &kernels;
  block.input_rows = block.output_rows = layer.rows;
  block.input_columns = block.output_columns = layer.columns;
  block.project = PointwiseLayer{
      .inputs = layer.inputs,
      .outputs = layer.outputs,
      .weights = nullptr,
      .integers = IntegerLayer{.steps = pack_steps(kernels, layer.input.scales),
                               .is_signed = layer.input.is_signed,
                               .weights = pack_integer_pointwise(
                                   kernels, {.weights = layer.weights, .scales = layer.scales, .bias = layer.bias},
                                   layer.input.is_signed)},
      .activation = {}};
  const auto pixels = static_cast<std::size_t>(layer.rows) * static_cast<std::size_t>(layer.columns);
  std::vector<float> outputs(pixels * static_cast<std::size_t>(layer.outputs));
  const BlockTask task{{.block = block,
                        .images = {.input = {.values = image.data(), .pixel_stride = layer.inputs},
                                   .scale = scale.empty() ? nullptr : scale.data(),
                                   .residual = {},
                                   .output = outputs.data(),
                                   .output_pixel_stride = layer.outputs},
                        .first_row = 0,
                        .end_row = layer.rows}};
  compute_task(task);
  return outputs;
}

/// `scaled`: the image when it is multiplied with `scale`.
void check_layer(const Layer& layer, const std::vector<float>& image, const std::vector<float>& scaled,
                 const std::vector<float>& scale) {
  const std::vector<float> expected = expected_outputs(layer, scaled, layer.columns);
  const auto [low, high] = std::ranges::minmax(expected);
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name << ": " << layer.rows << "x" << layer.columns << "x" << layer.inputs << " to " << layer.outputs);
    const std::vector<float> computed = computed_outputs(*kernels, layer, image, scale);
    REQUIRE(computed.size() == expected.size());
    float largest = 0;
    for (std::size_t i = 0; i < computed.size(); ++i) {
      largest = std::max(largest, std::abs(computed[i] - expected[i]));
    }
    CHECK(largest <= 1e-5F * std::max(high - low, 1.0F));
  }
}

void check_layer(const Layer& layer, const std::vector<float>& image) { check_layer(layer, image, image, {}); }

std::size_t values_of(const Layer& layer) {
  return static_cast<std::size_t>(layer.rows) * static_cast<std::size_t>(layer.columns) *
         static_cast<std::size_t>(layer.inputs);
}

}  // namespace

TEST_CASE("a convolution of integers gives the sums of rounded values times weights of 8 bits") {
  const auto seed = GENERATE(range(1U, 17U));
  const Layer layer = random_layer(seed);
  check_layer(layer, image_of(layer, seed));
}

TEST_CASE("an input that is multiplied as it is rounded may change its sign") {
  const auto seed = GENERATE(range(1U, 9U));
  const Layer layer = random_layer(seed);
  const std::vector<float> scaled = image_of(layer, seed);
  std::vector<float> scale = noise(static_cast<std::size_t>(layer.inputs), seed);
  std::ranges::transform(scale, scale.begin(), [](float value) { return std::copysign(0.5F, value); });
  scale.front() = -0.5F;  // the channel of the largest values
  std::vector<float> image = scaled;
  for (std::size_t i = 0; i < image.size(); ++i) {
    image[i] /= scale[i % scale.size()];
  }
  check_layer(layer, image, scaled, scale);
}

TEST_CASE("sums of the largest values and weights overflow nowhere") {
  for (const float value : {-10.0F, 10.0F}) {
    for (const bool is_signed : {true, false}) {
      Layer layer{.rows = 1, .columns = 5, .inputs = 2000, .outputs = 33};
      layer.input = {.scales = std::vector<float>(2000, 1), .is_signed = is_signed};
      layer.weights.assign(std::size_t{2000} * 33, -kMostWeight);
      layer.scales.assign(33, 1e-5F);
      layer.bias.assign(33, 0.5F);
      check_layer(layer, std::vector<float>(values_of(layer), value));
    }
  }
}

}  // namespace brigade::tests
