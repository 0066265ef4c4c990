// Blocks whose rows other blocks read as they are made, against the same blocks with images between them.

#include "models/network/executor/chain_blocks.hpp"

#include "models/network/executor/fuse_blocks.hpp"
#include "models/network/executor/join_branches.hpp"
#include "models/network/executor/plan.hpp"
#include "models/network/executor/weight_store.hpp"
#include "models/network/kernels/block.hpp"
#include "models/network/quantisation/quantise_graph.hpp"
#include "tests/network/graph_builder.hpp"
#include "tests/network/reference.hpp"
#include "tests/network/run_graph.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;

constexpr std::int64_t kAlways = 0;

/// How a network begins: a dense convolution, a depthwise one with a 1x1 one and perhaps what it read added, and
/// inverted residuals after it.
struct Beginning {
  Extent image;
  int channels = 0;
  int window = 3;
  int stride = 1;  ///< of the first depthwise convolution; 1 where its input is added
  bool adds_input = false;
  bool scaled = false;  ///< there is no dense convolution but an image that is multiplied
  int residuals = 1;
};

Beginning random_beginning(unsigned seed) {
  RandomIntegers pick(seed);
  Beginning beginning;
  beginning.image = {.height = 2 * pick(12, 30), .width = 2 * pick(12, 40)};
  beginning.channels = pick(1, 40);
  beginning.window = pick(0, 1) == 0 ? 3 : 5;
  beginning.adds_input = pick(0, 1) == 0;
  beginning.stride = beginning.adds_input ? 1 : pick(1, 2);
  beginning.scaled = pick(0, 3) == 0;
  beginning.residuals = pick(0, 2);
  return beginning;
}

NodeIndex depthwise(GraphBuilder& builder, const std::string& name, NodeIndex value, std::int64_t channels,
                    std::int64_t window, int stride) {
  return builder.convolution(
      name, value, {window, window, channels, 1},
      {.stride = {.height = stride, .width = stride}, .depthwise = true, .clamp = {.low = 0, .high = 6}});
}

/// What the first depthwise convolution reads.
NodeIndex first_value(GraphBuilder& builder, const Beginning& beginning) {
  if (!beginning.scaled) {
    const NodeIndex dense = builder.convolution("dense", builder.image(), {3, 3, 3, beginning.channels},
                                                {.stride = {.height = 2, .width = 2}});
    return builder.node("hard_swish", HardSwish{}, {dense});
  }
  const NodeIndex wide = builder.convolution("widen", builder.image(), {1, 1, 3, beginning.channels}, {});
  const NodeIndex mean = builder.node("mean", Mean{.axes = {1, 2}}, {wide});
  return builder.node("product", Arithmetic{ArithmeticKind::multiply}, {wide, mean});
}

Graph make_graph(const Beginning& beginning) {
  GraphBuilder builder;
  const NodeIndex first = first_value(builder, beginning);
  NodeIndex value = depthwise(builder, "depthwise", first, beginning.channels, beginning.window, beginning.stride);
  value = builder.convolution("project", value, {1, 1, beginning.channels, beginning.channels}, {});
  if (beginning.adds_input && !beginning.scaled) {
    value = builder.node("sum", Arithmetic{ArithmeticKind::add}, {value, first});
  }
  int channels = beginning.channels;
  for (int i = 0; i < beginning.residuals; ++i) {
    const std::string name = "residual " + std::to_string(i);
    value = builder.convolution(name + "/expand", value, {1, 1, channels, 21}, {.clamp = {.low = 0, .high = 6}});
    value = depthwise(builder, name + "/depthwise", value, 21, 3, 2);
    channels = 9;
    value = builder.convolution(name + "/project", value, {1, 1, 21, channels}, {});
  }
  return builder.finish(value);
}

/// Two blocks that read what a 1x1 or a dense convolution gives, one of them by a 1x1 convolution of its own.
struct Readers {
  Extent image;
  int channels = 0;
  std::array<int, 2> windows{5, 3};
  std::array<int, 2> strides{1, 1};
  bool dense = false;
};

Readers random_readers(unsigned seed) {
  RandomIntegers pick(seed);
  // Narrower rows of a 1x1 convolution alone, as the producer is without its readers, are joined, and Strassen's
  // algorithm pairs other pixels then.
  return {.image = {.height = pick(12, 60), .width = pick(28, 60)},
          .channels = pick(1, 40),
          .windows = {2 * pick(1, 2) + 1, 2 * pick(1, 2) + 1},
          .strides = {pick(1, 2), pick(1, 2)},
          .dense = pick(0, 2) == 0};
}

Graph make_graph(const Readers& readers) {
  GraphBuilder builder;
  const std::int64_t window = readers.dense ? 3 : 1;
  const NodeIndex producer =
      builder.convolution("producer", builder.image(), {window, window, 3, readers.channels}, {.clamp = {.low = 0}});
  const NodeIndex expand = builder.convolution("expand", producer, {1, 1, readers.channels, 5}, {});
  const NodeIndex one = depthwise(builder, "one", expand, 5, readers.windows[0], readers.strides[0]);
  const NodeIndex other =
      depthwise(builder, "other", producer, readers.channels, readers.windows[1], readers.strides[1]);
  const NodeIndex project = builder.convolution("project", other, {1, 1, readers.channels, 5}, {});
  const NodeIndex one_mean = builder.node("one mean", Mean{.axes = {1, 2}}, {one});
  const NodeIndex other_mean = builder.node("other mean", Mean{.axes = {1, 2}}, {project});
  return builder.finish(builder.node("sum", Arithmetic{ArithmeticKind::add}, {one_mean, other_mean}));
}

Graph fused(const Graph& graph, Extent image) {
  Graph blocks = graph;
  fuse_blocks(blocks, image, all_layers);
  return blocks;
}

Graph chained(const Graph& graph, Extent image, std::int64_t least_values = kAlways) {
  Graph chains = fused(graph, image);
  chain_blocks(chains, image, least_values);
  return chains;
}

void check_same(const Graph& graph, Extent image) {
  const Graph apart = fused(graph, image);
  const Graph chains = chained(graph, image);
  REQUIRE(count<FusedBlock>(chains) < count<FusedBlock>(apart));
  for (const KernelSet* kernels : available_kernels()) {
    const std::vector<float> expected = run_graph(apart, image, 1, *kernels);
    CHECK(std::ranges::none_of(expected, [](float value) { return value != value; }));
    for (const int threads : thread_counts()) {
      INFO(kernels->name << ", " << threads << " threads");
      CHECK(run_graph(chains, image, threads, *kernels) == expected);
    }
  }
}

}  // namespace

TEST_CASE("blocks that read one another's rows give to the last bit what they give with images in between") {
  const auto seed = GENERATE(range(1U, 17U));
  const Beginning beginning = random_beginning(seed);
  INFO("seed " << seed << ": " << beginning.image.height << "x" << beginning.image.width << "x" << beginning.channels
               << ", " << beginning.window << "x" << beginning.window << " /" << beginning.stride
               << (beginning.scaled ? ", scaled" : "") << (beginning.adds_input ? ", adds its input" : "") << ", "
               << beginning.residuals << " inverted residuals");
  if (beginning.scaled && beginning.residuals == 0) {
    return;  // one block, which there is nothing to make a chain of
  }
  check_same(make_graph(beginning), beginning.image);
}

TEST_CASE("blocks that read one producer side by side give what they give with an image in between") {
  const auto seed = GENERATE(range(1U, 13U));
  const Readers readers = random_readers(seed);
  INFO("seed " << seed << ": " << readers.image.height << "x" << readers.image.width << "x" << readers.channels << ", "
               << readers.windows[0] << "x" << readers.windows[0] << " /" << readers.strides[0] << " and "
               << readers.windows[1] << "x" << readers.windows[1] << " /" << readers.strides[1]
               << (readers.dense ? ", of a dense convolution" : ""));
  const Graph graph = make_graph(readers);
  check_same(graph, readers.image);
  check_same(quantised(graph), readers.image);
}

TEST_CASE("branches that are one block read a producer's rows beside another reader") {
  const Extent image{.height = 40, .width = 24};
  GraphBuilder builder;
  const NodeIndex producer = builder.convolution("producer", builder.image(), {3, 3, 3, 20}, {.clamp = {.low = 0}});
  std::vector<NodeIndex> branches;
  for (const std::int64_t window : {3, 5}) {
    const std::string name = "branch " + std::to_string(window);
    const NodeIndex value = depthwise(builder, name, producer, 20, window, 1);
    branches.push_back(builder.convolution(name + "/project", value, {1, 1, 20, 9}, {}));
  }
  const NodeIndex sum = builder.node("sum", Arithmetic{ArithmeticKind::add}, branches);
  const NodeIndex other = depthwise(builder, "other", producer, 20, 3, 2);
  const NodeIndex sum_mean = builder.node("sum mean", Mean{.axes = {1, 2}}, {sum});
  const NodeIndex project = builder.convolution("project", other, {1, 1, 20, 9}, {});
  const NodeIndex other_mean = builder.node("other mean", Mean{.axes = {1, 2}}, {project});
  Graph graph = builder.finish(builder.node("both", Arithmetic{ArithmeticKind::add}, {sum_mean, other_mean}));
  fuse_blocks(graph, image, all_layers);
  join_branches(graph, image);
  Graph chains = graph;
  chain_blocks(chains, image, kAlways);
  CHECK(count<FusedBlock>(graph) == 3);
  CHECK(count<FusedBlock>(chains) == 2);
  for (const KernelSet* kernels : available_kernels()) {
    for (const int threads : thread_counts()) {
      INFO(kernels->name << ", " << threads << " threads");
      CHECK(run_graph(chains, image, threads, *kernels) == run_graph(graph, image, 1, *kernels));
    }
  }
}

TEST_CASE("readers of one producer are one step, which a profile names") {
  const Readers readers{.image = {.height = 32, .width = 32}, .channels = 8};
  const KernelSet& kernels = *available_kernels().front();
  const Graph graph = make_graph(readers);
  const Plan apart(fused(graph, readers.image), readers.image, 1, kernels, std::make_shared<WeightStore>());
  const Plan together(chained(graph, readers.image), readers.image, 1, kernels, std::make_shared<WeightStore>());
  const auto kinds = [](const Plan& plan) {
    std::vector<std::string> kinds;
    std::ranges::transform(plan.operators(), std::back_inserter(kinds), &models::OperatorInfo::kind);
    return kinds;
  };
  CHECK(kinds(together) ==
        std::vector<std::string>{"1x1, 1x1 to 5 + depthwise 5x5, depthwise 3x3 + 1x1", "mean", "mean", "add"});
  CHECK(together.multiply_accumulates() == apart.multiply_accumulates());
}

TEST_CASE("a 1x1 convolution with two readers becomes a producer though XNNPACK was to compute it") {
  const Readers readers{.image = {.height = 32, .width = 32}, .channels = 8};
  Graph graph = make_graph(readers);
  const auto without_pointwise = [](const BlockShape& shape) {
    return shape.window == 0 ? BlockChoice{} : all_layers(shape);
  };
  fuse_blocks(graph, readers.image, without_pointwise);
  CHECK(count<FusedBlock>(graph) == 2);
  const KernelSet& kernels = *available_kernels().front();
  const std::vector<float> expected = run_graph(fused(make_graph(readers), readers.image), readers.image, 1, kernels);
  chain_blocks(graph, readers.image, kAlways);
  CHECK(
      std::ranges::none_of(graph.nodes, [](const Node& node) { return std::holds_alternative<Convolution>(node.op); }));
  CHECK(run_graph(graph, readers.image, 1, kernels) == expected);
}

TEST_CASE("blocks of integers that read one another's rows give what they give with images in between") {
  const bool adds_input = GENERATE(false, true);
  const Beginning beginning{
      .image = {.height = 48, .width = 36}, .channels = 24, .adds_input = adds_input, .residuals = 2};
  check_same(quantised(make_graph(beginning)), beginning.image);
}

TEST_CASE("a chain is no longer than what can be computed, and begins anew behind that") {
  const Beginning beginning{.image = {.height = 192, .width = 192}, .channels = 4, .residuals = 5};
  const Graph graph = make_graph(beginning);
  CHECK(count<FusedBlock>(fused(graph, beginning.image)) == 7);
  CHECK(count<FusedBlock>(chained(graph, beginning.image)) == (7 + kLongestChain - 1) / kLongestChain);
  check_same(graph, beginning.image);
}

TEST_CASE("a profile says of a chain what its blocks are, and counts all of their multiply-adds") {
  const Beginning beginning{.image = {.height = 32, .width = 32}, .channels = 8, .adds_input = true};
  const Graph graph = make_graph(beginning);
  const KernelSet& kernels = *available_kernels().front();
  const Plan apart(fused(graph, beginning.image), beginning.image, 1, kernels, std::make_shared<WeightStore>());
  const Plan chain(chained(graph, beginning.image), beginning.image, 1, kernels, std::make_shared<WeightStore>());
  REQUIRE(chain.operators().size() == 1);
  CHECK(chain.operators()[0].kind ==
        "conv 3x3 /2 hard-swish, depthwise 3x3 + 1x1 + add, 1x1 to 21 + depthwise 3x3 /2 + 1x1");
  CHECK(chain.multiply_accumulates() == apart.multiply_accumulates());
}

TEST_CASE("an image that is small, or that something else reads, stays in memory") {
  const Beginning beginning{.image = {.height = 32, .width = 32}, .channels = 8};
  const Graph graph = make_graph(beginning);
  CHECK(count<FusedBlock>(chained(graph, beginning.image, std::int64_t{16} * 16 * 8 + 1)) == 3);
  CHECK(count<FusedBlock>(chained(graph, beginning.image, std::int64_t{16} * 16 * 8)) == 1);

  // Read by a step that needs all of it, by more blocks than can walk side by side, or beside a residual.
  for (const std::string also : {"mean", "third", "residual"}) {
    GraphBuilder builder;
    const NodeIndex dense = builder.convolution("dense", builder.image(), {3, 3, 3, 8}, {});
    NodeIndex value = depthwise(builder, "one", dense, 8, 3, 1);
    if (also == "residual") {
      value = builder.convolution("project", value, {1, 1, 8, 8}, {});
      value = builder.node("residual", Arithmetic{ArithmeticKind::add}, {value, dense});
    }
    NodeIndex more = depthwise(builder, "other", dense, 8, 5, 1);
    if (also == "third") {
      const NodeIndex third = depthwise(builder, "third", dense, 8, 5, 1);
      more = builder.node("more", Arithmetic{ArithmeticKind::add}, {more, third});
    }
    if (also == "mean") {
      const NodeIndex mean = builder.node("mean", Mean{.axes = {1, 2}}, {dense});
      more = builder.node("more", Arithmetic{ArithmeticKind::multiply}, {more, mean});
    }
    const Graph shared = builder.finish(builder.node("sum", Arithmetic{ArithmeticKind::add}, {value, more}));
    INFO("also read by: " << also);
    CHECK(count<FusedBlock>(chained(shared, beginning.image)) == count<FusedBlock>(fused(shared, beginning.image)));
  }
}

TEST_CASE("an output stays in memory though a block reads it") {
  GraphBuilder builder;
  const NodeIndex dense = builder.convolution("dense", builder.image(), {3, 3, 3, 8}, {});
  Graph graph = builder.finish(depthwise(builder, "depthwise", dense, 8, 3, 1));
  const Extent image{.height = 32, .width = 32};
  CHECK(count<FusedBlock>(chained(graph, image)) == 1);
  const auto node = std::ranges::find(graph.nodes, "dense", &Node::name) - graph.nodes.begin();
  graph.outputs.push_back({.name = "between", .node = static_cast<NodeIndex>(node)});
  CHECK(count<FusedBlock>(chained(graph, image)) == 2);
}

}  // namespace brigade::tests
