#include "models/network/executor/block_parts.hpp"

#include "models/network/kernels/packing.hpp"
#include "tests/network/compute_task.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

// NOLINTBEGIN(bugprone-unchecked-optional-access): every block here has a depthwise layer

namespace brigade::tests {

namespace {

using namespace models::network;

constexpr int kInputs = 32;  // two halves of whole vectors on every instruction set

/// How the 1x1 convolution before the depthwise one is computed.
enum class Expand : std::uint8_t { none, floats, strassen, integers };

std::vector<float> floats(int count, unsigned seed) { return noise(static_cast<std::size_t>(count), seed); }

PointwiseLayer expand_layer(const KernelSet& kernels, int channels, Expand kind) {
  PointwiseLayer layer{.inputs = kInputs, .outputs = channels, .weights = nullptr, .activation = {.low = 0}};
  const std::vector<float> bias = floats(channels, 1);
  if (kind == Expand::floats) {
    layer.weights = pack_pointwise(kernels, floats(kInputs * channels, 2), bias);
    return layer;
  }
  if (kind == Expand::strassen) {
    layer.strassen_weights = pack_strassen(kernels, floats(kInputs * channels, 2), bias);
    return layer;
  }
  std::vector<std::int8_t> weights(static_cast<std::size_t>(kInputs * channels));
  std::ranges::transform(floats(kInputs * channels, 2), weights.begin(), [](float weight) {
    return static_cast<std::int8_t>(std::clamp(100 * weight, -127.0F, 127.0F));
  });
  const std::vector<float> scales(static_cast<std::size_t>(channels), 0.01F);
  const std::vector<float> steps(kInputs, 1.0F);
  layer.integers = IntegerLayer{
      .steps = pack_steps(kernels, steps),
      .is_signed = true,
      .weights = pack_integer_pointwise(kernels, {.weights = weights, .scales = scales, .bias = bias}, true)};
  return layer;
}

/// That ends with its depthwise layer.
struct Case {
  int side = 0;
  int channels = 0;
  int stride = 1;
  Expand expand = Expand::none;
};

Block make_block(const KernelSet& kernels, const Case& wanted) {
  constexpr int kWindow = 5;
  Block block;
  block.kernels = &kernels;
  block.input_rows = block.input_columns = wanted.side;
  block.output_rows = block.output_columns = wanted.side / wanted.stride;
  if (wanted.expand != Expand::none) {
    block.expand = expand_layer(kernels, wanted.channels, wanted.expand);
  }
  block.depthwise = DepthwiseLayer{
      .window = kWindow,
      .stride = wanted.stride,
      .channels = wanted.channels,
      .padding_top = 2,
      .padding_left = 2,
      .weights = pack_depthwise(kernels, floats(kWindow * kWindow * wanted.channels, 3), floats(wanted.channels, 4)),
      .activation = {}};
  return block;
}

/// What the parts give; NaN where none of them writes.
std::vector<float> compute(const Block& block, int threads) {
  const int input_channels = block.expand ? kInputs : block.depthwise->channels;
  const std::vector<float> image = floats(block.input_rows * block.input_columns * input_channels, 5);
  const std::vector<float> scale = floats(input_channels, 6);
  std::vector<float> output(
      static_cast<std::size_t>(block.output_rows * block.output_columns * block.depthwise->channels),
      std::numeric_limits<float>::quiet_NaN());
  const BlockImages images{.input = {.values = image.data(), .pixel_stride = input_channels},
                           .scale = block.expand ? nullptr : scale.data(),
                           .residual = {},
                           .output = output.data(),
                           .output_pixel_stride = block.depthwise->channels};
  for (const BlockTask& task : share_out(std::array{PlacedBlock{.block = block, .images = images}}, threads)) {
    compute_task(task);
  }
  return output;
}

/// Of a block whose images are as large as its shape says.
std::vector<BlockTask> parts_of(const Block& block, int threads) {
  std::vector<float> values(
      static_cast<std::size_t>(block.input_rows * block.input_columns * block.depthwise->channels));
  const BlockImages images{.input = {.values = values.data()}, .residual = {}, .output = values.data()};
  return share_out(std::array{PlacedBlock{.block = block, .images = images}}, threads);
}

/// How many; 0 where each has some of the rows.
std::size_t parts_by_channels(const Block& block, int threads) {
  const std::vector<BlockTask> parts = parts_of(block, threads);
  const bool whole_rows = std::ranges::all_of(
      parts, [&](const BlockTask& task) { return task[0].first_row == 0 && task[0].end_row == block.output_rows; });
  return whole_rows ? parts.size() : 0;
}

}  // namespace

TEST_CASE("however many threads share a block, it gives the same to the last bit") {
  const Expand expand = GENERATE(Expand::none, Expand::floats, Expand::strassen, Expand::integers);
  const int stride = GENERATE(1, 2);
  for (const KernelSet* kernels : available_kernels()) {
    for (const int side : {8, 48}) {
      const int channels = 5 * kernels->strip_channels + 3;
      const Block block =
          make_block(*kernels, {.side = side, .channels = channels, .stride = stride, .expand = expand});
      const std::vector<float> alone = compute(block, 1);
      CHECK(std::ranges::none_of(alone, [](float value) { return value != value; }));
      for (const int threads : {2, 3, 8}) {
        INFO(kernels->name << ", side " << side << ", " << threads << " threads");
        CHECK(compute(block, threads) == alone);
      }
    }
  }
}

TEST_CASE("a small image of many channels is shared out by channels, a large one of few by rows") {
  for (const KernelSet* kernels : available_kernels()) {
    const int strip = kernels->strip_channels;
    CHECK(parts_by_channels(make_block(*kernels, {.side = 16, .channels = 20 * strip, .expand = Expand::floats}), 2) ==
          4);
    CHECK(parts_by_channels(make_block(*kernels, {.side = 128, .channels = strip, .expand = Expand::floats}), 2) == 0);
  }
}

TEST_CASE("a block with a layer after the depthwise one is shared out by rows, to one thread whole") {
  const KernelSet& kernels = *available_kernels().front();
  Block block = make_block(kernels, {.side = 16, .channels = 20 * kernels.strip_channels, .expand = Expand::floats});
  CHECK(parts_of(block, 1).size() == 1);
  block.project =
      PointwiseLayer{.inputs = block.depthwise->channels, .outputs = 8, .weights = nullptr, .activation = {}};
  CHECK(parts_by_channels(block, 2) == 0);
  CHECK(parts_of(block, 2).size() == 2);
}

TEST_CASE("each thread gets as many tasks of rows as the others, of more rows than it takes to begin one") {
  const KernelSet& kernels = *available_kernels().front();
  // A window of five rows: to begin with one, four are made that another thread has made.
  const auto tasks = [&](int side, int threads) {
    Block block = make_block(kernels, {.side = side, .channels = 4, .expand = Expand::floats});
    block.project =
        PointwiseLayer{.inputs = block.depthwise->channels, .outputs = 8, .weights = nullptr, .activation = {}};
    return parts_of(block, threads).size();
  };
  CHECK(tasks(32, 2) == 4);
  CHECK(tasks(256, 2) == 16);
  CHECK(tasks(80, 3) == 9);
  CHECK(tasks(32, 8) == 8);
  CHECK(tasks(16, 8) == 4);
}

}  // namespace brigade::tests

// NOLINTEND(bugprone-unchecked-optional-access)
