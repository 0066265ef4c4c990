// Our kernels, alone and fused, on every instruction set that this machine has, against XNNPACK's over random shapes.

#include "models/network/executor/fuse_blocks.hpp"
#include "models/network/executor/kernel_table.hpp"
#include "models/network/executor/plan.hpp"
#include "models/network/executor/weight_store.hpp"
#include "models/network/kernels/block.hpp"
#include "models/network/passes/passes.hpp"
#include "tests/network/compute_task.hpp"
#include "tests/network/graph_builder.hpp"
#include "tests/network/reference.hpp"
#include "tests/network/run_graph.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;

constexpr BlockChoice kNothing{};
constexpr BlockChoice kAll{.expand = true, .depthwise = true, .project = true};

/// What a random graph is made of.
struct Shape {
  Extent image;
  int channels = 0;
  int expanded = 0;
  int window = 3;
  int stride = 1;
  int projected = 0;
  Range clamp = {};  ///< none with hard-swish
  bool hard_swish = false;
  bool residual = false;
  bool scale = false;
};

/// Kernels have code of their own for a lower limit alone.
Range random_clamp(RandomIntegers& pick) {
  constexpr std::array kClamps{Range{}, Range{.low = 0}, Range{.low = 0, .high = 1}, Range{.low = -1, .high = 0.5F}};
  return kClamps.at(static_cast<std::size_t>(pick(0, 3)));
}

Shape random_shape(unsigned seed) {
  RandomIntegers pick(seed);
  Shape shape;
  shape.image = {.height = 32 * pick(1, 2), .width = 32 * pick(1, 3)};
  shape.channels = pick(1, 40);
  shape.expanded = pick(1, 70);
  shape.window = pick(0, 1) == 0 ? 3 : 5;
  shape.stride = pick(1, 2);
  shape.residual = shape.stride == 1 && pick(0, 1) == 0;
  shape.projected = shape.residual ? shape.channels : pick(1, 70);
  shape.hard_swish = pick(0, 1) == 0;
  shape.scale = pick(0, 1) == 0;
  shape.clamp = shape.hard_swish ? Range{} : random_clamp(pick);
  return shape;
}

/// An inverted residual with what may surround it: `image` widened, expand, depthwise, project, sum.
Graph inverted_residual(const Shape& shape, bool expand = true) {
  GraphBuilder builder;
  const auto activated = [&](const std::string& name, NodeIndex value) {
    return shape.hard_swish ? builder.node(name + "/hard_swish", HardSwish{}, {value}) : value;
  };
  NodeIndex value = builder.convolution("widen", builder.image(), {1, 1, 3, shape.channels}, {});
  const NodeIndex residual = value;
  int channels = shape.channels;
  if (shape.scale && !expand) {
    const NodeIndex mean = builder.node("mean", Mean{.axes = {1, 2}}, {value});
    value = builder.node("product", Arithmetic{ArithmeticKind::multiply}, {value, mean});
  }
  if (expand) {
    value = builder.convolution("expand", value, {1, 1, channels, shape.expanded}, {.clamp = shape.clamp});
    value = activated("expand", value);
    channels = shape.expanded;
  }
  value = builder.convolution(
      "depthwise", value, {shape.window, shape.window, channels, 1},
      {.stride = {.height = shape.stride, .width = shape.stride}, .depthwise = true, .clamp = shape.clamp});
  value = activated("depthwise", value);
  value = builder.convolution("project", value, {1, 1, channels, shape.projected}, {});
  if (shape.residual) {
    value = builder.node("sum", Arithmetic{ArithmeticKind::add}, {value, residual});
  }
  return builder.finish(value);
}

/// A dense convolution with a window; `beside`: its output lies beside its input in memory, so that pixels of neither
/// follow each other.
Graph dense_convolution(const Shape& shape, const Padding& padding, bool beside) {
  GraphBuilder builder;
  NodeIndex image = builder.image();
  if (shape.channels != 3) {
    image = builder.convolution("widen", image, {1, 1, 3, shape.channels}, {});
  }
  NodeIndex value = builder.convolution(
      "dense", image, {shape.window, shape.window, shape.channels, shape.projected},
      {.stride = {.height = shape.stride, .width = shape.stride}, .padding = padding, .clamp = shape.clamp});
  if (shape.hard_swish) {
    value = builder.node("hard_swish", HardSwish{}, {value});
  }
  return builder.finish(beside ? builder.node("beside", Concat{.axis = 3}, {image, value}) : value);
}

/// A 1x1 convolution of an image that is multiplied with its mean, channel by channel.
Graph gated_convolution() {
  GraphBuilder builder;
  const NodeIndex wide = builder.convolution("widen", builder.image(), {1, 1, 3, 20}, {});
  const NodeIndex mean = builder.node("mean", Mean{.axes = {1, 2}}, {wide});
  const NodeIndex product = builder.node("product", Arithmetic{ArithmeticKind::multiply}, {wide, mean});
  return builder.finish(builder.convolution("project", product, {1, 1, 20, 9}, {}));
}

std::vector<float> run(const Graph& graph, const Shape& shape, int threads, const KernelSet& kernels,
                       const BlockChoice& choice) {
  Graph fused = graph;
  fuse_blocks(fused, shape.image, [&](const BlockShape& block) {
    return BlockChoice{.expand = choice.expand && block.expanded > 0,
                       .depthwise = choice.depthwise,
                       .project = choice.project && block.projected > 0};
  });
  return run_graph(fused, shape.image, threads, kernels);
}

void check_close(const std::vector<float>& values, const std::vector<float>& expected) {
  REQUIRE(values.size() == expected.size());
  const auto [low, high] = std::ranges::minmax(expected);
  float largest = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    largest = std::max(largest, std::abs(values[i] - expected[i]));
  }
  CHECK(largest <= 1e-5F * (high - low));
}

void check_every_choice(const Graph& graph, const Shape& shape) {
  const std::vector<float> expected = run(graph, shape, 1, *available_kernels().front(), kNothing);
  for (const KernelSet* kernels : available_kernels()) {
    for (const BlockChoice& choice :
         {kAll, BlockChoice{.depthwise = true}, BlockChoice{.expand = true, .depthwise = true},
          BlockChoice{.depthwise = true, .project = true}, BlockChoice{.project = true}}) {
      for (const int threads : thread_counts()) {
        INFO(kernels->name << ", " << threads << " threads: " << (choice.expand ? "expand " : "")
                           << (choice.depthwise ? "depthwise " : "") << (choice.project ? "project" : ""));
        check_close(run(graph, shape, threads, *kernels, choice), expected);
      }
    }
  }
}

/// Root of the mean squared difference, of the outputs' range.
double error_of(const std::vector<float>& values, const std::vector<float>& expected) {
  REQUIRE(values.size() == expected.size());
  const auto [low, high] = std::ranges::minmax(expected);
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += std::pow((values[i] - expected[i]) / (high - low), 2);
  }
  return std::sqrt(sum / static_cast<double>(values.size()));
}

Graph fuse_all(Graph graph, const Shape& shape) {
  fuse_blocks(graph, shape.image, all_layers);
  return graph;
}

}  // namespace

TEST_CASE("an inverted residual of any shape gives what XNNPACK gives, however its layers are shared out") {
  const auto seed = GENERATE(range(1U, 9U));
  const Shape shape = random_shape(seed);
  INFO("seed " << seed << ": " << shape.image.height << "x" << shape.image.width << "x" << shape.channels
               << ", expanded " << shape.expanded << ", " << shape.window << "x" << shape.window << " /" << shape.stride
               << ", projected " << shape.projected);
  check_every_choice(inverted_residual(shape), shape);
}

TEST_CASE("a depthwise convolution that begins a block, scaled or not, gives what XNNPACK gives") {
  const auto seed = GENERATE(range(20U, 28U));
  const Shape shape = random_shape(seed);
  INFO("seed " << seed << (shape.scale ? ", scaled" : ""));
  check_every_choice(inverted_residual(shape, false), shape);
}

TEST_CASE("an inverted residual in integers is near to what floats give, however its layers are shared out") {
  const auto seed = GENERATE(range(40U, 44U));
  const Shape shape = random_shape(seed);
  INFO("seed " << seed);
  const Graph graph = inverted_residual(shape);
  const std::vector<float> floats = run(graph, shape, 1, *available_kernels().front(), kAll);
  for (const KernelSet* kernels : available_kernels()) {
    for (const BlockChoice& choice : {kAll, BlockChoice{.depthwise = true, .project = true}}) {
      const std::vector<float> integers = run(quantised(graph), shape, 1, *kernels, choice);
      INFO(kernels->name);
      CHECK(error_of(integers, floats) < 0.02);
      CHECK(integers != floats);
      for (const int threads : thread_counts()) {
        CHECK(run(quantised(graph), shape, threads, *kernels, choice) == integers);
      }
    }
  }
}

TEST_CASE("a dense convolution of any window, stride and padding gives what XNNPACK gives") {
  const auto seed = GENERATE(range(60U, 80U));
  Shape shape = random_shape(seed);
  shape.window = 2 + static_cast<int>(seed % 6);
  shape.channels = seed % 3 == 0 ? shape.channels : 3;
  const int side = shape.window - 1;
  const Padding padding = seed % 4 == 0 ? Padding{.top = side, .right = 0, .bottom = 1, .left = side / 2} : Padding{};
  const bool beside = shape.stride == 1 && seed % 4 != 0 && shape.channels != 3;
  INFO("seed " << seed << ": " << shape.image.height << "x" << shape.image.width << "x" << shape.channels << ", "
               << shape.window << "x" << shape.window << " /" << shape.stride << ", to " << shape.projected
               << (beside ? ", beside its input" : ""));
  const Graph graph = dense_convolution(shape, padding, beside);
  CHECK(count<FusedBlock>(fuse_all(graph, shape)) == (shape.channels == 3 ? 1 : 2));
  check_every_choice(graph, shape);
}

TEST_CASE("a dense convolution of an image smaller than its window gives what XNNPACK gives") {
  const Shape shape{.image = {.height = 32, .width = 32}};
  GraphBuilder builder;
  NodeIndex value = builder.image();
  for (const char* name : {"to 16", "to 8", "to 4", "to 2", "to 1"}) {
    value = builder.convolution(name, value, {7, 7, 3, 3}, {.stride = {.height = 2, .width = 2}});
  }
  check_every_choice(builder.finish(value), shape);
}

TEST_CASE("what an image is multiplied with, channel by channel, is taken into the 1x1 convolution that reads it") {
  const Shape shape{.image = {.height = 32, .width = 32}};
  const Graph graph = gated_convolution();
  CHECK(std::ranges::none_of(fuse_all(graph, shape).nodes,
                             [](const Node& node) { return std::holds_alternative<Arithmetic>(node.op); }));
  check_every_choice(graph, shape);
}

TEST_CASE("what an image of integers is multiplied with, channel by channel, is taken into its rounding") {
  const Shape shape{.image = {.height = 32, .width = 32}};
  const Graph graph = gated_convolution();
  CHECK(std::ranges::none_of(fuse_all(quantised(graph), shape).nodes,
                             [](const Node& node) { return std::holds_alternative<Arithmetic>(node.op); }));
  const std::vector<float> floats = run(graph, shape, 1, *available_kernels().front(), kAll);
  for (const KernelSet* kernels : available_kernels()) {
    for (const int threads : thread_counts()) {
      INFO(kernels->name << ", " << threads << " threads");
      CHECK(error_of(run(quantised(graph), shape, threads, *kernels, kAll), floats) < 0.02);
    }
  }
}

TEST_CASE("a whole inverted residual becomes one block, activations, product and sum with it") {
  const Shape shape{.image = {.height = 32, .width = 32},
                    .channels = 8,
                    .expanded = 24,
                    .projected = 8,
                    .hard_swish = true,
                    .residual = true,
                    .scale = true};
  const Graph expanded = fuse_all(inverted_residual(shape), shape);
  CHECK(count<FusedBlock>(expanded) == 2);  // the 1x1 convolution that widens the image is one of its own
  CHECK(std::ranges::none_of(expanded.nodes, [](const Node& node) {
    return std::holds_alternative<HardSwish>(node.op) || std::holds_alternative<Arithmetic>(node.op);
  }));
  const Graph scaled = fuse_all(inverted_residual(shape, false), shape);
  CHECK(count<FusedBlock>(scaled) == 2);
  CHECK(
      std::ranges::none_of(scaled.nodes, [](const Node& node) { return std::holds_alternative<Arithmetic>(node.op); }));
}

TEST_CASE("a value that others read stays, and so ends a block") {
  GraphBuilder builder;
  const NodeIndex expand = builder.convolution("expand", builder.image(), {1, 1, 3, 8}, {});
  const NodeIndex depthwise = builder.convolution("depthwise", expand, {3, 3, 8, 1}, {.depthwise = true});
  const NodeIndex sum = builder.node("sum", Arithmetic{ArithmeticKind::add}, {expand, depthwise});
  const Shape shape{.image = {.height = 32, .width = 32}};
  const Graph graph = builder.finish(sum);
  CHECK(count<FusedBlock>(fuse_all(graph, shape)) == 2);
  check_every_choice(graph, shape);
}

TEST_CASE("a window that no kernel of ours has is left to XNNPACK") {
  GraphBuilder builder;
  const NodeIndex depthwise = builder.convolution("depthwise", builder.image(), {2, 2, 3, 1}, {.depthwise = true});
  CHECK(count<FusedBlock>(fuse_all(builder.finish(depthwise), {.image = {.height = 32, .width = 32}})) == 0);
}

TEST_CASE("plans side by side share their packed weights and give what one alone gives") {
  const Shape shape = random_shape(3);
  const KernelSet& kernels = *available_kernels().front();
  for (const BlockChoice& choice : {kNothing, kAll}) {
    const std::vector<float> expected = run(inverted_residual(shape), shape, 1, kernels, choice);
    const auto weights = std::make_shared<WeightStore>();
    std::vector<Plan> plans;
    {
      Graph graph = inverted_residual(shape);
      fuse_blocks(graph, shape.image, [&](const BlockShape&) { return choice; });
      plans.emplace_back(graph, shape.image, 1, kernels, weights);
      const std::size_t packed = weights->bytes();
      plans.emplace_back(graph, shape.image, 1, kernels, weights);
      CHECK(packed > 0);
      CHECK(weights->bytes() == packed);
      weights->close();
    }
    for (Plan& plan : plans) {
      std::ranges::copy(noise(plan.input().size(), 1), plan.input().begin());
      REQUIRE(plan.run());
      CHECK(std::ranges::equal(plan.output(0).values, expected));
    }
  }
}

TEST_CASE("rows that threads compute side by side are the rows that one computes") {
  require_threads();
  const int channels = 20;
  const int side = 24;
  const auto floats = [](int count, unsigned seed) { return noise(static_cast<std::size_t>(count), seed); };
  for (const KernelSet* kernels : available_kernels()) {
    Block block;
    block.kernels = kernels;
    block.input_rows = block.output_rows = block.input_columns = block.output_columns = side;
    block.depthwise = DepthwiseLayer{.channels = channels,
                                     .padding_top = 1,
                                     .padding_left = 1,
                                     .weights = pack_depthwise(*kernels, floats(9 * channels, 2), floats(channels, 3)),
                                     .activation = {}};
    block.project =
        PointwiseLayer{.inputs = channels,
                       .outputs = channels,
                       .weights = pack_pointwise(*kernels, floats(channels * channels, 4), floats(channels, 5)),
                       .activation = {}};
    const std::vector<float> image = floats(side * side * channels, 6);
    std::vector<float> alone(image.size());
    std::vector<float> together(image.size());
    const auto compute = [&](std::vector<float>& output, int first, int end) {
      compute_task({{.block = block,
                     .images = {.input = {.values = image.data(), .pixel_stride = channels},
                                .residual = {.values = image.data(), .pixel_stride = channels},
                                .output = output.data(),
                                .output_pixel_stride = channels},
                     .first_row = first,
                     .end_row = end}});
    };
    compute(alone, 0, side);
    std::thread upper([&] { compute(together, 0, 11); });
    compute(together, 11, side);
    upper.join();
    CHECK(together == alone);
  }
}

}  // namespace brigade::tests
