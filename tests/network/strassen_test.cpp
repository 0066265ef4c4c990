// 1x1 convolutions by Strassen's algorithm: the kernel against a definition, blocks of it against XNNPACK's operators.

#include "models/network/executor/fuse_blocks.hpp"
#include "models/network/executor/kernel_table.hpp"
#include "models/network/executor/plan.hpp"
#include "models/network/executor/weight_store.hpp"
#include "models/network/kernels/packing.hpp"
#include "tests/network/graph_builder.hpp"
#include "tests/network/reference.hpp"
#include "tests/network/run_graph.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;

constexpr float kUntouched = 77;
/// Of the range of outputs before their activation.
constexpr float kTolerance = 1e-5F;

std::size_t product(int a, int b) { return static_cast<std::size_t>(a) * static_cast<std::size_t>(b); }

/// What the kernel is given.
struct Case {
  int inputs = 0;
  int outputs = 0;
  int columns = 0;
  int rows = 1;
  int beside = 0;  ///< channels in memory between a pixel and the next, of input and output
  bool blocked = false;
  bool residual = false;
  Activation activation = {};
};

/// Halves of inputs are whole vectors of 1 to 6, outputs of up to five strips, some of them not whole.
Case random_case(const KernelSet& kernels, unsigned seed) {
  RandomIntegers pick(seed);
  Case made;
  made.inputs = 2 * kernels.lanes * pick(1, 6);
  made.outputs = pick(1, 5 * kernels.strip_channels);
  made.columns = 2 * pick(1, 30);
  made.rows = pick(1, 3);
  made.beside = kernels.lanes * pick(0, 1);
  made.blocked = made.rows == 1 && pick(0, 1) == 1;
  made.residual = pick(0, 1) == 1;
  switch (pick(0, 3)) {
    case 0:
      made.activation = {.hard_swish = true};
      break;
    case 1:
      made.activation = {.low = -0.5F, .high = 0.25F};
      break;
    case 2:
      made.activation = {.low = 0};
      break;
    default:
      break;
  }
  return made;
}

int room_of(const KernelSet& kernels, const Case& made) {
  return made.blocked ? whole_vectors(kernels, made.outputs) : made.outputs + made.beside;
}

/// What a case is computed from.
struct Operands {
  std::vector<float> image;
  std::vector<float> filter;
  std::vector<float> bias;
  std::vector<float> residual;  ///< as the output lies
};

Operands operands_of(const KernelSet& kernels, const Case& made) {
  const int pixels = made.rows * made.columns;
  return {.image = noise(product(pixels, made.inputs + made.beside), 1),
          .filter = noise(product(made.inputs, made.outputs), 2),
          .bias = noise(static_cast<std::size_t>(made.outputs), 3),
          .residual = noise(product(pixels, room_of(kernels, made)), 4)};
}

RowTarget target_of(const KernelSet& kernels, const Case& made, float* values) {
  return {.values = values,
          .pixel_stride = made.blocked ? kernels.lanes : room_of(kernels, made),
          .block_stride = made.blocked ? std::ptrdiff_t{kernels.lanes} * made.columns : kernels.lanes,
          .whole_blocks = made.blocked};
}

/// The outputs and one float behind them.
std::vector<float> computed(const KernelSet& kernels, const Case& made, const Operands& values) {
  const int pixels = made.rows * made.columns;
  const PackedWeights weights = pack_strassen(kernels, values.filter, values.bias);
  std::vector<float> output(product(pixels, room_of(kernels, made)) + 1, kUntouched);
  std::vector<float> sums(product(made.columns, made.inputs) + 1, kUntouched);
  const RowTarget target = target_of(kernels, made, output.data());
  const ResidualPixels residual{.values = made.residual ? values.residual.data() : nullptr,
                                .pixel_stride = target.pixel_stride,
                                .block_stride = target.block_stride};
  kernels.strassen_pointwise({.input = {.values = values.image.data(), .pixel_stride = made.inputs + made.beside},
                              .input_channels = made.inputs,
                              .columns = made.columns,
                              .weights = weights.get(),
                              .sums = sums.data(),
                              .output = {.residual = residual,
                                         .target = target,
                                         .channels = made.outputs,
                                         .pixels = pixels,
                                         .activation = made.activation}});
  CHECK(sums.back() == kUntouched);
  return output;
}

float activated(const Activation& activation, double value) {
  const double gate = activation.hard_swish ? std::clamp(value / 6 + 0.5, 0.0, 1.0) : 1.0;
  return static_cast<float>(std::clamp(value * gate, double{activation.low}, double{activation.high}));
}

struct Expected {
  std::vector<float> output;
  double largest_sum = 0;  ///< before the activation, without its sign
};

/// The same by the definition of a 1x1 convolution.
Expected expected(const KernelSet& kernels, const Case& made, const Operands& values) {
  Expected defined;
  defined.output.assign(product(made.rows * made.columns, room_of(kernels, made)) + 1, kUntouched);
  const RowTarget target = target_of(kernels, made, nullptr);
  for (int pixel = 0; pixel < made.rows * made.columns; ++pixel) {
    for (int channel = 0; channel < made.outputs; ++channel) {
      const auto at = static_cast<std::size_t>(pixel * target.pixel_stride +
                                               channel / kernels.lanes * target.block_stride + channel % kernels.lanes);
      double sum = values.bias[static_cast<std::size_t>(channel)];
      for (int input = 0; input < made.inputs; ++input) {
        sum += double{values.image[product(pixel, made.inputs + made.beside) + static_cast<std::size_t>(input)]} *
               values.filter[product(input, made.outputs) + static_cast<std::size_t>(channel)];
      }
      sum += made.residual ? values.residual[at] : 0;
      defined.output[at] = activated(made.activation, sum);
      defined.largest_sum = std::max(defined.largest_sum, std::abs(sum));
    }
  }
  return defined;
}

/// The instruction set's kernels, which choose Strassen's algorithm wherever it can be.
std::vector<KernelSet> strassen_kernels() {
  std::vector<KernelSet> sets;
  for (const KernelSet* kernels : available_kernels()) {
    sets.push_back(*kernels);
    sets.back().strassen_pays = true;
  }
  return sets;
}

constexpr Extent kImage{.height = 32, .width = 64};

/// Two 1x1 convolutions around a depthwise one and one alone whose input is scaled, wide enough for every instruction
/// set. `projected`: whether the second 1x1 convolution is there; else the depthwise one ends its block.
Graph wide_graph(bool projected, int expanded) {
  constexpr int kChannels = 64;
  GraphBuilder builder;
  const NodeIndex wide = builder.convolution("widen", builder.image(), {1, 1, 3, kChannels}, {});
  NodeIndex value = builder.convolution("expand", wide, {1, 1, kChannels, expanded}, {});
  value = builder.node("expand/hard_swish", HardSwish{}, {value});
  value = builder.convolution("depthwise", value, {3, 3, expanded, 1}, {.depthwise = true, .clamp = {.low = 0}});
  if (projected) {
    value = builder.convolution("project", value, {1, 1, expanded, kChannels}, {});
    value = builder.node("sum", Arithmetic{ArithmeticKind::add}, {value, wide});
  }
  const NodeIndex mean = builder.node("mean", Mean{.axes = {1, 2}}, {value});
  value = builder.node("product", Arithmetic{ArithmeticKind::multiply}, {value, mean});
  return builder.finish(builder.convolution("last", value, {1, 1, projected ? kChannels : expanded, 72}, {}));
}

std::vector<float> run_fused(Graph graph, int threads, const KernelSet& kernels, bool ours) {
  fuse_blocks(graph, kImage, [&](const BlockShape& shape) { return ours ? all_layers(shape) : BlockChoice{}; });
  return run_graph(graph, kImage, threads, kernels);
}

Plan plan_of(Graph graph, const KernelSet& kernels) {
  fuse_blocks(graph, kImage, all_layers);
  return {graph, kImage, 1, kernels, std::make_shared<WeightStore>()};
}

}  // namespace

TEST_CASE("Strassen's algorithm gives what the definition of a 1x1 convolution gives, and writes nothing else") {
  const auto seed = GENERATE(range(1U, 25U));
  for (const KernelSet* kernels : available_kernels()) {
    const Case made = random_case(*kernels, seed);
    INFO(kernels->name << ", seed " << seed << ": " << made.inputs << " to " << made.outputs << ", " << made.rows << "x"
                       << made.columns << (made.blocked ? ", blocked" : "") << (made.residual ? ", residual" : ""));
    const Operands values = operands_of(*kernels, made);
    const std::vector<float> output = computed(*kernels, made, values);
    const auto [defined, largest_sum] = expected(*kernels, made, values);
    float largest = 0;
    for (std::size_t i = 0; i < defined.size(); ++i) {
      // What fills up the last vector of a blocked row is anybody's.
      const bool anybodys = made.blocked && defined[i] == kUntouched && i + 1 < defined.size();
      largest = std::max(largest, anybodys ? 0 : std::abs(output[i] - defined[i]));
    }
    CHECK(largest <= kTolerance * largest_sum);
  }
}

TEST_CASE("blocks by Strassen's algorithm give what XNNPACK gives, and the same with any number of threads") {
  const bool projected = GENERATE(true, false);
  const int expanded = GENERATE(128, 208);
  const Graph graph = wide_graph(projected, expanded);
  const std::vector<float> xnnpack = run_fused(graph, 1, *available_kernels().front(), false);
  for (const KernelSet& kernels : strassen_kernels()) {
    INFO(kernels.name << ", to " << expanded << (projected ? " and back" : ""));
    const std::vector<float> alone = run_fused(graph, 1, kernels, true);
    CHECK(difference(alone, xnnpack) <= kTolerance);
    for (const int threads : thread_counts()) {
      CHECK(run_fused(graph, threads, kernels, true) == alone);
    }
  }
}

TEST_CASE("a profile counts the multiply-adds that Strassen's algorithm does, and those that it does without") {
  for (const KernelSet& kernels : strassen_kernels()) {
    INFO(kernels.name);
    KernelSet plain = kernels;
    plain.strassen_pays = false;
    const Plan defined = plan_of(wide_graph(true, 128), plain);
    const Plan fewer = plan_of(wide_graph(true, 128), kernels);
    const auto sum = [](const Plan& plan, std::int64_t models::OperatorInfo::* count) {
      std::int64_t total = 0;
      for (const models::OperatorInfo& info : plan.operators()) {
        total += info.*count;
      }
      return total;
    };
    const std::int64_t paired = 72 - 72 % strassen_channels(kernels);
    CHECK(fewer.multiply_accumulates() == defined.multiply_accumulates());
    CHECK(sum(defined, &models::OperatorInfo::spared) == 0);
    CHECK(sum(fewer, &models::OperatorInfo::spared) ==
          std::int64_t{kImage.height} * kImage.width * (std::int64_t{2} * 64 * 128 + 64 * paired) / 8);
    CHECK(sum(fewer, &models::OperatorInfo::multiply_accumulates) + sum(fewer, &models::OperatorInfo::spared) ==
          sum(defined, &models::OperatorInfo::multiply_accumulates));
  }
}

TEST_CASE("rows of a 1x1 convolution alone are joined until Strassen's algorithm has tiles to fill") {
  constexpr Extent kNarrow{.height = 8, .width = 5};
  GraphBuilder builder;
  const NodeIndex wide = builder.convolution("widen", builder.image(), {1, 1, 3, 64}, {});
  const Graph graph = builder.finish(builder.convolution("last", wide, {1, 1, 64, 128}, {.clamp = {.low = 0}}));
  Graph blocks = graph;
  fuse_blocks(blocks, kNarrow, all_layers);
  const std::vector<float> xnnpack = run_graph(graph, kNarrow, 1, *available_kernels().front());
  for (const KernelSet& kernels : strassen_kernels()) {
    INFO(kernels.name);
    const Plan plan(blocks, kNarrow, 1, kernels, std::make_shared<WeightStore>());
    CHECK(plan.operators().back().spared == std::int64_t{kNarrow.height} * kNarrow.width * 64 * 128 / 8);
    const std::vector<float> alone = run_graph(blocks, kNarrow, 1, kernels);
    CHECK(difference(alone, xnnpack) <= kTolerance);
    for (const int threads : thread_counts()) {
      CHECK(run_graph(blocks, kNarrow, threads, kernels) == alone);
    }
  }
}

TEST_CASE("Strassen's algorithm is chosen where it pays and rows, inputs and outputs have the halves that it needs") {
  for (const KernelSet& kernels : strassen_kernels()) {
    INFO(kernels.name);
    CHECK(choose_strassen(kernels, 64, 64, 32));
    CHECK_FALSE(choose_strassen(kernels, 64, 64, 31));
    CHECK_FALSE(choose_strassen(kernels, 64 + kernels.lanes, 64, 32));
    CHECK_FALSE(choose_strassen(kernels, 64, 24, 32));
    CHECK_FALSE(choose_strassen(kernels, 16, 64, 32));
    CHECK_FALSE(choose_strassen(kernels, 64, 64, 1));
  }
  for (const KernelSet* kernels : available_kernels()) {
    CHECK(choose_strassen(*kernels, 64, 64, 32) == kernels->strassen_pays);
  }
}

}  // namespace brigade::tests
