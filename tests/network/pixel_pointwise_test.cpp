// 1x1 convolutions of a single pixel whose weights are read as 8 bits, on every instruction set that this machine has.

#include "models/network/executor/fuse_blocks.hpp"
#include "models/network/executor/plan.hpp"
#include "models/network/executor/weight_store.hpp"
#include "models/network/kernels/block.hpp"
#include "tests/network/compute_task.hpp"
#include "tests/network/graph_builder.hpp"
#include "tests/network/reference.hpp"
#include "tests/network/run_graph.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;

struct Layer {
  int inputs = 1;
  int outputs = 1;
  Activation activation = {};
  std::vector<std::int8_t> weights = {};
  std::vector<float> scales = {};
  std::vector<float> bias = {};
  std::vector<float> residual = {};  ///< empty: none

  [[nodiscard]] IntegerFilter filter() const { return {.weights = weights, .scales = scales, .bias = bias}; }
};

Layer random_layer(unsigned seed) {
  RandomIntegers pick(seed);
  Layer layer{.inputs = pick(1, 150), .outputs = pick(1, 90)};
  const auto outputs = static_cast<std::size_t>(layer.outputs);
  layer.weights.resize(static_cast<std::size_t>(layer.inputs) * outputs);
  std::ranges::generate(layer.weights, [&] { return static_cast<std::int8_t>(pick(-kMostWeight, kMostWeight)); });
  layer.scales = noise(outputs, seed + 1);
  std::ranges::transform(layer.scales, layer.scales.begin(),
                         [](float scale) { return 1e-3F * (0.1F + std::abs(scale)); });
  layer.bias = noise(outputs, seed + 2);
  switch (pick(0, 3)) {
    case 0:
      layer.activation.hard_swish = true;
      break;
    case 1:
      layer.activation = {.low = 0, .high = 0.5F};
      break;
    case 2:
      layer.residual = noise(outputs, seed + 3);
      break;
    default:
      break;
  }
  return layer;
}

float activated(const Activation& activation, float value) {
  return activation.hard_swish ? reference::hard_swish(value) : std::clamp(value, activation.low, activation.high);
}

std::vector<float> expected_outputs(const Layer& layer, const std::vector<float>& pixel) {
  const auto outputs = static_cast<std::size_t>(layer.outputs);
  std::vector<float> expected;
  for (std::size_t output = 0; output < outputs; ++output) {
    double sum = 0;
    for (std::size_t i = 0; i < pixel.size(); ++i) {
      sum += static_cast<double>(pixel[i]) * layer.weights[i * outputs + output];
    }
    sum = sum * layer.scales[output] + layer.bias[output] + (layer.residual.empty() ? 0 : layer.residual[output]);
    expected.push_back(activated(layer.activation, static_cast<float>(sum)));
  }
  return expected;
}

/// And a value behind them, which nothing may touch.
std::vector<float> computed_outputs(const KernelSet& kernels, const Layer& layer, const std::vector<float>& pixel,
                                    float untouched) {
  Block block;
  block.kernels = &kernels;
  block.input_rows = block.output_rows = block.input_columns = block.output_columns = 1;
  block.project = PointwiseLayer{.inputs = layer.inputs,
                                 .outputs = layer.outputs,
                                 .weights = nullptr,
                                 .rounded_weights = pack_rounded_pointwise(kernels, layer.filter()),
                                 .activation = layer.activation};
  std::vector<float> outputs(static_cast<std::size_t>(layer.outputs) + 1, untouched);
  const float* residual = layer.residual.empty() ? nullptr : layer.residual.data();
  compute_task({{.block = block,
                 .images = {.input = {.values = pixel.data(), .pixel_stride = layer.inputs},
                            .residual = {.values = residual, .pixel_stride = layer.outputs},
                            .output = outputs.data(),
                            .output_pixel_stride = layer.outputs},
                 .first_row = 0,
                 .end_row = 1}});
  return outputs;
}

/// A squeeze-excite block's two convolutions, of the mean of what another one gives.
Graph squeeze_excite() {
  GraphBuilder builder;
  const NodeIndex wide = builder.convolution("widen", builder.image(), {1, 1, 3, 37}, {});
  const NodeIndex mean = builder.node("mean", Mean{.axes = {1, 2}}, {wide});
  const NodeIndex squeeze = builder.convolution("squeeze", mean, {1, 1, 37, 10}, {.clamp = {.low = 0}});
  const NodeIndex excite = builder.convolution("excite", squeeze, {1, 1, 10, 37}, {});
  return builder.finish(builder.node("hard_swish", HardSwish{}, {excite}));
}

constexpr std::size_t kWeightsOfOnePixel = std::size_t{37} * 10 * 2;
constexpr Extent kImage{.height = 32, .width = 32};

Graph fused(Graph graph) {
  fuse_blocks(graph, kImage, all_layers);
  return graph;
}

std::vector<std::string> kinds(const Plan& plan) {
  std::vector<std::string> kinds;
  std::ranges::transform(plan.operators(), std::back_inserter(kinds), &models::OperatorInfo::kind);
  return kinds;
}

std::vector<std::string> kinds(const Graph& graph) {
  return kinds(Plan(graph, kImage, 1, *available_kernels().front(), std::make_shared<WeightStore>()));
}

}  // namespace

TEST_CASE("weights of 8 bits, times their scales, give the sums of the pixel's floats and what is done to these") {
  const auto seed = GENERATE(range(1U, 41U));
  const Layer layer = random_layer(seed);
  const std::vector<float> pixel = noise(static_cast<std::size_t>(layer.inputs), seed + 4);
  const std::vector<float> expected = expected_outputs(layer, pixel);
  constexpr float kUntouched = 77;
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name << ": " << layer.inputs << " to " << layer.outputs);
    const std::vector<float> computed = computed_outputs(*kernels, layer, pixel, kUntouched);
    CHECK(computed.back() == kUntouched);
    float largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      largest = std::max(largest, std::abs(computed[i] - expected[i]));
    }
    CHECK(largest <= 1e-5F);
  }
}

TEST_CASE("weights of 8 bits are packed strip by strip, with zeros for outputs that do not exist") {
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name);
    const auto strip = static_cast<std::size_t>(kernels->strip_channels);
    const std::vector<std::int8_t> weights{1, -2, 3, -4, 5, -127};
    const RoundedWeights packed = pack_rounded_pointwise(
        *kernels, {.weights = weights, .scales = std::vector{0.5F, 0.25F}, .bias = std::vector{7.0F, 8.0F}});
    const auto is_row = [&](const auto* row, auto first, auto second) {
      return row[0] == first && row[1] == second &&
             std::all_of(row + 2, row + strip, [](auto rest) { return rest == 0; });
    };
    CHECK(is_row(packed.heads.get(), 0.5F, 0.25F));
    CHECK(is_row(packed.heads.get() + strip, 7.0F, 8.0F));
    CHECK(is_row(packed.weights.get(), 1, -2));
    CHECK(is_row(packed.weights.get() + strip, 3, -4));
    CHECK(is_row(packed.weights.get() + 2 * strip, 5, -127));
  }
}

TEST_CASE("convolutions of one pixel whose weights were rounded read 8 bits, and give what floats give") {
  const Graph graph = with_rounded_weights(squeeze_excite());
  const std::vector<float> expected = run_graph(graph, kImage, 1, *available_kernels().front());
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name);
    CHECK(difference(run_graph(fused(graph), kImage, 1, *kernels), expected) <= 1e-5F);
  }
  CHECK(kinds(fused(graph)) ==
        std::vector<std::string>{"1x1", "mean", "1x1 of 8-bit weights", "1x1 of 8-bit weights hard-swish"});
  CHECK(kinds(fused(squeeze_excite())) == std::vector<std::string>{"1x1", "mean", "1x1", "1x1 hard-swish"});
  CHECK(kinds(fused(quantised(squeeze_excite()))) ==
        std::vector<std::string>{"int8 1x1", "mean", "int8 1x1", "int8 1x1 hard-swish"});
}

TEST_CASE("one pixel's rounded weights are read as 8 bits whatever a table says, so that all machines add alike") {
  Graph graph = with_rounded_weights(squeeze_excite());
  fuse_blocks(graph, kImage, [](const BlockShape&) { return BlockChoice{}; });
  CHECK(count<FusedBlock>(graph) == 2);
  Graph floats = squeeze_excite();
  fuse_blocks(floats, kImage, [](const BlockShape&) { return BlockChoice{}; });
  CHECK(count<FusedBlock>(floats) == 0);
}

TEST_CASE("weights of 8 bits are packed once for plans side by side, in a quarter of the bytes") {
  const auto floats = std::make_shared<WeightStore>();
  const Plan of_floats(fused(squeeze_excite()), kImage, 1, *available_kernels().front(), floats);
  const auto rounded = std::make_shared<WeightStore>();
  const Graph graph = fused(with_rounded_weights(squeeze_excite()));
  const Plan first(graph, kImage, 1, *available_kernels().front(), rounded);
  CHECK(floats->bytes() - rounded->bytes() == kWeightsOfOnePixel * (sizeof(float) - sizeof(std::int8_t)));
  const std::size_t bytes = rounded->bytes();
  const Plan second(graph, kImage, 1, *available_kernels().front(), rounded);
  CHECK(rounded->bytes() == bytes);
}

}  // namespace brigade::tests
