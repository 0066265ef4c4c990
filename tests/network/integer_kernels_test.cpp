// Convolutions of integers, on every instruction set that this machine has.

#include "models/network/kernels/block.hpp"
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
  std::vector<Quantisation> quantisations = {};  ///< of each input channel
  std::vector<std::int8_t> weights = {};
  std::vector<float> scales = {};
  std::vector<float> bias = {};
};

Layer random_layer(unsigned seed) {
  std::mt19937 random(seed);
  const auto pick = [&](int low, int high) {
    return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
  };
  Layer layer{.rows = pick(1, 9), .columns = pick(1, 40), .inputs = pick(1, 150), .outputs = pick(1, 80)};
  for (int i = 0; i < layer.inputs; ++i) {
    // Some of -2 to 2 lies outside; dividing by a power of two is exact, so that kernels round as this test does.
    layer.quantisations.push_back({.scale = 1.0F / static_cast<float>(1 << pick(5, 10)), .zero_point = pick(0, 255)});
  }
  layer.weights.resize(static_cast<std::size_t>(layer.inputs) * static_cast<std::size_t>(layer.outputs));
  std::ranges::generate(layer.weights, [&] { return static_cast<std::int8_t>(pick(-kMostWeight, kMostWeight)); });
  layer.scales = noise(static_cast<std::size_t>(layer.outputs), seed + 1);
  std::ranges::transform(layer.scales, layer.scales.begin(),
                         [](float scale) { return 1e-4F * (0.1F + std::abs(scale)); });
  layer.bias = noise(static_cast<std::size_t>(layer.outputs), seed + 2);
  return layer;
}

std::vector<float> expected_outputs(const Layer& layer, const std::vector<float>& image) {
  std::vector<float> outputs;
  const auto count = static_cast<std::size_t>(layer.inputs);
  for (std::size_t pixel = 0; pixel < image.size(); pixel += count) {
    for (std::size_t o = 0; o < layer.bias.size(); ++o) {
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < count; ++i) {
        const auto zero_point = static_cast<float>(layer.quantisations[i].zero_point);
        const float stored = std::nearbyint(image[pixel + i] / layer.quantisations[i].scale) + zero_point;
        sum += static_cast<std::int64_t>(std::clamp(stored, 0.0F, 255.0F) - zero_point) *
               layer.weights[i * layer.bias.size() + o];
      }
      outputs.push_back(static_cast<float>(sum) * layer.scales[o] + layer.bias[o]);
    }
  }
  return outputs;
}

std::vector<float> computed_outputs(const KernelSet& kernels, const Layer& layer, const std::vector<float>& image) {
  Block block;
  block.kernels = &kernels;
  block.input_rows = block.output_rows = layer.rows;
  block.input_columns = block.output_columns = layer.columns;
  block.project = PointwiseLayer{
      .inputs = layer.inputs,
      .outputs = layer.outputs,
      .weights = nullptr,
      .integers = IntegerLayer{.steps = pack_steps(kernels, layer.quantisations),
                               .weights = pack_integer_pointwise(
                                   kernels, {.weights = layer.weights, .scales = layer.scales, .bias = layer.bias},
                                   layer.quantisations)},
      .activation = {}};
  const auto pixels = static_cast<std::size_t>(layer.rows) * static_cast<std::size_t>(layer.columns);
  std::vector<float> outputs(pixels * static_cast<std::size_t>(layer.outputs));
  std::vector<float> workspace(workspace_floats(block));
  compute_rows(block,
               {.input = {.values = image.data(), .pixel_stride = layer.inputs},
                .residual = {},
                .output = outputs.data(),
                .output_pixel_stride = layer.outputs},
               0, layer.rows, workspace.data());
  return outputs;
}

void check_layer(const Layer& layer, const std::vector<float>& image) {
  const std::vector<float> expected = expected_outputs(layer, image);
  const auto [low, high] = std::ranges::minmax(expected);
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name << ": " << layer.rows << "x" << layer.columns << "x" << layer.inputs << " to " << layer.outputs);
    const std::vector<float> computed = computed_outputs(*kernels, layer, image);
    REQUIRE(computed.size() == expected.size());
    float largest = 0;
    for (std::size_t i = 0; i < computed.size(); ++i) {
      largest = std::max(largest, std::abs(computed[i] - expected[i]));
    }
    CHECK(largest <= 1e-5F * std::max(high - low, 1.0F));
  }
}

std::size_t values_of(const Layer& layer) {
  return static_cast<std::size_t>(layer.rows) * static_cast<std::size_t>(layer.columns) *
         static_cast<std::size_t>(layer.inputs);
}

}  // namespace

TEST_CASE("a convolution of integers gives the sums of rounded values times weights of 8 bits") {
  const auto seed = GENERATE(range(1U, 17U));
  const Layer layer = random_layer(seed);
  check_layer(layer, noise(values_of(layer), seed));
}

TEST_CASE("sums of the largest values and weights overflow nowhere") {
  for (const float value : {-10.0F, 10.0F}) {
    for (const int zero_point : {0, 128, 255}) {
      Layer layer{.rows = 1, .columns = 5, .inputs = 2000, .outputs = 33};
      layer.quantisations.assign(2000, {.scale = 0.01F, .zero_point = zero_point});
      layer.weights.assign(std::size_t{2000} * 33, -kMostWeight);
      layer.scales.assign(33, 1e-6F);
      layer.bias.assign(33, 0.5F);
      check_layer(layer, std::vector<float>(values_of(layer), value));
    }
  }
}

}  // namespace brigade::tests
