// Two branches of one image whose sum is computed as one block, against the same branches as a block each.

#include "models/network/executor/join_branches.hpp"

#include "models/network/executor/chain_blocks.hpp"
#include "models/network/executor/fuse_blocks.hpp"
#include "models/network/executor/plan.hpp"
#include "models/network/executor/weight_store.hpp"
#include "models/network/quantisation/quantise_graph.hpp"
#include "tests/network/graph_builder.hpp"
#include "tests/network/model_builder.hpp"
#include "tests/network/reference.hpp"
#include "tests/network/run_graph.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;

/// A depthwise convolution and the 1x1 one after it.
struct Branch {
  int window = 3;
  int stride = 1;
  Padding padding = {};  ///< none: TensorFlow's SAME
  Range clamp = {};      ///< of what it gives
};

/// Two branches of one image, and what surrounds them.
struct Case {
  Extent image = {.height = 24, .width = 24};
  int channels = 8;
  int outputs = 8;
  Branch first = {.window = 5};
  Branch last = {};
  bool hard_swish = false;  ///< after the depthwise convolutions
  bool scaled = false;      ///< the image is multiplied with its mean
  bool residual = false;    ///< a third image is added
};

/// Padding of a window that gives as many rows and columns as it takes, with so many of both before the image.
Padding padding_of(int window, int top, int left) {
  return {.top = top, .right = window - 1 - left, .bottom = window - 1 - top, .left = left};
}

Case random_case(unsigned seed) {
  RandomIntegers pick(seed);
  Case made;
  made.image = {.height = pick(9, 40), .width = pick(9, 40)};
  made.channels = pick(1, 40);
  made.outputs = pick(1, 70);
  made.hard_swish = pick(0, 1) == 0;
  made.scaled = pick(0, 1) == 0;
  made.residual = pick(0, 1) == 0;
  made.first.window = pick(0, 1) == 0 ? 3 : 5;
  made.last.window = pick(0, 1) == 0 ? 3 : 5;
  made.first.stride = made.last.stride = pick(1, 2);
  if (made.first.stride == 1 && pick(0, 1) == 0) {
    // As much of the smaller window's padding as lets it lie within the larger one.
    const int smaller = std::min(made.first.window, made.last.window);
    const int larger = std::max(made.first.window, made.last.window);
    const int top = pick(0, smaller - 1);
    const int left = pick(0, smaller - 1);
    const Padding around = padding_of(larger, top + pick(0, larger - smaller), left + pick(0, larger - smaller));
    const bool first_is_larger = made.first.window == larger;
    (first_is_larger ? made.first : made.last).padding = around;
    (first_is_larger ? made.last : made.first).padding = smaller == larger ? around : padding_of(smaller, top, left);
  }
  return made;
}

NodeIndex add_branch(GraphBuilder& builder, const std::string& name, NodeIndex image, const Case& wanted,
                     const Branch& branch) {
  NodeIndex value = builder.convolution(name + "/depthwise", image, {branch.window, branch.window, wanted.channels, 1},
                                        {.stride = {.height = branch.stride, .width = branch.stride},
                                         .padding = branch.padding,
                                         .depthwise = true,
                                         .clamp = wanted.hard_swish ? Range{} : Range{.low = 0, .high = 6}});
  if (wanted.hard_swish) {
    value = builder.node(name + "/hard_swish", HardSwish{}, {value});
  }
  return builder.convolution(name + "/project", value, {1, 1, wanted.channels, wanted.outputs},
                             {.clamp = branch.clamp});
}

NodeIndex sum_of(GraphBuilder& builder, const std::string& name, NodeIndex a, NodeIndex b) {
  return builder.node(name, Arithmetic{ArithmeticKind::add}, {a, b});
}

/// What both branches read.
NodeIndex widened(GraphBuilder& builder, const std::string& name, const Case& wanted) {
  return builder.convolution(name, builder.image(), {1, 1, 3, wanted.channels}, {});
}

NodeIndex multiplied_with_mean(GraphBuilder& builder, const std::string& name, NodeIndex image) {
  const NodeIndex mean = builder.node(name + "/mean", Mean{.axes = {1, 2}}, {image});
  return builder.node(name, Arithmetic{ArithmeticKind::multiply}, {image, mean});
}

Graph two_branches(const Case& wanted) {
  GraphBuilder builder;
  const NodeIndex wide = widened(builder, "wide", wanted);
  const NodeIndex image = wanted.scaled ? multiplied_with_mean(builder, "product", wide) : wide;
  const NodeIndex last = add_branch(builder, "last", image, wanted, wanted.last);
  NodeIndex first = add_branch(builder, "first", image, wanted, wanted.first);
  if (wanted.residual) {
    const int stride = wanted.first.stride;
    const NodeIndex third = builder.convolution("third", wide, {1, 1, wanted.channels, wanted.outputs},
                                                {.stride = {.height = stride, .width = stride}});
    first = sum_of(builder, "first sum", first, third);
  }
  return builder.finish(sum_of(builder, "sum", last, first));
}

Graph apart(Graph graph, Extent image) {
  fuse_blocks(graph, image, all_layers);
  return graph;
}

Graph joined(Graph graph, Extent image) {
  fuse_blocks(graph, image, all_layers);
  join_branches(graph, image);
  return graph;
}

long joined_blocks(const Graph& graph) {
  return std::ranges::count_if(graph.nodes, [](const Node& node) {
    const auto* block = std::get_if<FusedBlock>(&node.op);
    return block != nullptr && block->beside;
  });
}

void check_joined_as_apart(const Graph& graph, Extent image) {
  const Graph two = apart(graph, image);
  const Graph one = joined(graph, image);
  REQUIRE(joined_blocks(one) == 1);
  for (const KernelSet* kernels : available_kernels()) {
    const std::vector<float> expected = run_graph(two, image, 1, *kernels);
    for (const int threads : thread_counts()) {
      INFO(kernels->name << ", " << threads << " threads");
      CHECK(run_graph(one, image, threads, *kernels) == expected);
    }
  }
}

long blocks_with_producers(const Graph& graph) {
  return std::ranges::count_if(graph.nodes, [](const Node& node) {
    const auto* block = std::get_if<FusedBlock>(&node.op);
    return block != nullptr && block->producer;
  });
}

/// Where the block of both branches is in a chain, and so many nodes of the graph have a producer.
void check_chained_as_apart(const Graph& graph, Extent image, long with_producers) {
  const Graph two = apart(graph, image);
  Graph chained = joined(graph, image);
  chain_blocks(chained, image, 0);
  REQUIRE(blocks_with_producers(chained) == with_producers);
  for (const KernelSet* kernels : available_kernels()) {
    const std::vector<float> expected = run_graph(two, image, 1, *kernels);
    for (const int threads : thread_counts()) {
      INFO(kernels->name << ", " << threads << " threads");
      CHECK(run_graph(chained, image, threads, *kernels) == expected);
    }
  }
}

std::string description(const Case& made) {
  return std::to_string(made.image.height) + "x" + std::to_string(made.image.width) + "x" +
         std::to_string(made.channels) + " to " + std::to_string(made.outputs) + ", windows " +
         std::to_string(made.first.window) + " and " + std::to_string(made.last.window) + ", stride " +
         std::to_string(made.first.stride) + (made.scaled ? ", scaled" : "") + (made.residual ? ", residual" : "");
}

}  // namespace

TEST_CASE("two branches of any shape that are one block give what they give apart, bit by bit") {
  const auto seed = GENERATE(range(1U, 17U));
  const Case made = random_case(seed);
  INFO("seed " << seed << ": " << description(made));
  check_joined_as_apart(two_branches(made), made.image);
}

TEST_CASE("two branches in integers that are one block give what they give apart, bit by bit") {
  const auto seed = GENERATE(range(20U, 26U));
  const Case made = random_case(seed);
  INFO("seed " << seed << ": " << description(made));
  check_joined_as_apart(quantised(two_branches(made)), made.image);
}

TEST_CASE("a branch in integers and one in floats can be one block") {
  const Case made{.channels = 20};
  const Graph graph = two_branches(made);
  LayerQuantisations layers;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (graph.nodes[node].name == "first/project") {
      layers[node] = {.input = {.scales = std::vector<float>(20, 1), .is_signed = false},
                      .channel_means = std::vector<float>(20)};
    }
  }
  REQUIRE(layers.size() == 1);
  check_joined_as_apart(quantise_graph(graph, layers), made.image);
}

TEST_CASE("a block of two branches reads the rows that one block makes, and makes the rows that another reads") {
  for (const bool residual : {false, true}) {
    const Case made{.channels = 20, .outputs = 12};
    GraphBuilder builder;
    const NodeIndex image = add_branch(builder, "before", builder.image(), {.channels = 3, .outputs = 20}, {});
    NodeIndex first = add_branch(builder, "first", image, made, made.first);
    if (residual) {
      first = sum_of(builder, "first sum", first, builder.convolution("third", builder.image(), {1, 1, 3, 12}, {}));
    }
    const NodeIndex last = add_branch(builder, "last", image, made, made.last);
    const NodeIndex sum = sum_of(builder, "sum", last, first);
    check_chained_as_apart(builder.finish(add_branch(builder, "after", sum, {.channels = 12}, {})), made.image, 1);
  }
}

TEST_CASE("a block of two branches and another read the rows of one block side by side") {
  const Case made{.channels = 20};
  GraphBuilder builder;
  const NodeIndex image = add_branch(builder, "before", builder.image(), {.channels = 3, .outputs = 20}, {});
  const NodeIndex first = add_branch(builder, "first", image, made, made.first);
  const NodeIndex last = add_branch(builder, "last", image, made, made.last);
  const NodeIndex other = add_branch(builder, "other", image, made, {});
  const NodeIndex sum = sum_of(builder, "sum", last, first);
  check_chained_as_apart(builder.finish(builder.node("both", Concat{.axis = 3}, {sum, other})), made.image, 2);
}

TEST_CASE("profiles name both branches of a block and count the multiply-adds of both") {
  const Case made;
  const KernelSet& kernels = *available_kernels().front();
  const Plan two(apart(two_branches(made), made.image), made.image, 1, kernels, std::make_shared<WeightStore>());
  const Plan one(joined(two_branches(made), made.image), made.image, 1, kernels, std::make_shared<WeightStore>());
  CHECK(one.operators().size() + 1 == two.operators().size());
  CHECK(one.multiply_accumulates() == two.multiply_accumulates());
  CHECK(std::ranges::count(one.operators(), "depthwise 5x5 + 1x1 beside depthwise 3x3 + 1x1",
                           &models::OperatorInfo::kind) == 1);
}

TEST_CASE("branches stay apart where their windows do not lie in one another or move by different strides") {
  const Case beside{.first = {.window = 5, .padding = padding_of(5, 1, 1)},
                    .last = {.window = 3, .padding = padding_of(3, 2, 2)}};
  CHECK(joined_blocks(joined(two_branches(beside), beside.image)) == 0);
  const Case other_stride{
      .image = {.height = 8, .width = 8},
      .first = {.window = 5, .padding = {.top = 1, .left = 1}},
      .last = {.window = 3, .stride = 2, .padding = {.top = 1, .right = 2, .bottom = 2, .left = 1}}};
  CHECK(joined_blocks(joined(two_branches(other_stride), other_stride.image)) == 0);
}

TEST_CASE("branches stay apart where one is activated before the sum") {
  for (const bool of_first : {true, false}) {
    Case made;
    (of_first ? made.first : made.last).clamp = {.low = 0};
    CHECK(joined_blocks(joined(two_branches(made), made.image)) == 0);
  }
  const Case made;
  GraphBuilder builder;
  const NodeIndex image = widened(builder, "wide", made);
  const NodeIndex first = add_branch(builder, "first", image, made, made.first);
  const NodeIndex last = add_branch(builder, "last", image, made, made.last);
  const NodeIndex activated = builder.node("hard_swish", HardSwish{}, {first});
  CHECK(joined_blocks(joined(builder.finish(sum_of(builder, "sum", last, activated)), made.image)) == 0);
}

TEST_CASE("branches stay apart where something else reads one of them") {
  const Case made;
  GraphBuilder builder;
  const NodeIndex image = widened(builder, "wide", made);
  const NodeIndex first = add_branch(builder, "first", image, made, made.first);
  const NodeIndex last = add_branch(builder, "last", image, made, made.last);
  const NodeIndex sum = sum_of(builder, "sum", last, first);
  const Graph graph = builder.finish(builder.node("both", Concat{.axis = 3}, {sum, first}));
  CHECK(joined_blocks(joined(graph, made.image)) == 0);
}

TEST_CASE("branches stay apart where they read different images, or one that is scaled for one of them") {
  const Case made{.channels = 3};
  for (const bool scaled : {false, true}) {
    GraphBuilder builder;
    const NodeIndex image = builder.image();
    const NodeIndex other =
        scaled ? multiplied_with_mean(builder, "product", image) : builder.node("other", Sigmoid{}, {image});
    const NodeIndex first = add_branch(builder, "first", image, made, made.first);
    const NodeIndex last = add_branch(builder, "last", other, made, made.last);
    CHECK(joined_blocks(joined(builder.finish(sum_of(builder, "sum", last, first)), made.image)) == 0);
  }
}

TEST_CASE("branches whose sum is a sparse output stay apart") {
  const Case made;
  Graph graph = two_branches(made);
  graph.outputs[0].sparse = true;
  CHECK(joined_blocks(joined(graph, made.image)) == 0);
}

TEST_CASE("a branch that begins with a 1x1 convolution stays apart") {
  const Case made;
  GraphBuilder builder;
  const NodeIndex image = widened(builder, "wide", made);
  const NodeIndex expanded = builder.convolution("expand", image, {1, 1, 8, 8}, {});
  const NodeIndex first = add_branch(builder, "first", expanded, made, made.first);
  const NodeIndex last = add_branch(builder, "last", image, made, made.last);
  CHECK(joined_blocks(joined(builder.finish(sum_of(builder, "sum", last, first)), made.image)) == 0);
}

TEST_CASE("a network that is loaded computes its branches as one block") {
  ModelBuilder builder;
  builder.floats("widening", {1, 1, 3, 4}, noise(12, 1))
      .floats("small window", {3, 3, 4, 1}, noise(36, 2))
      .floats("large window", {5, 5, 4, 1}, noise(100, 3))
      .floats("filter", {1, 1, 4, 6}, noise(24, 4))
      .node("Conv2D", "wide", {"image", "widening"}, window_attributes("SAME", 1))
      .node("DepthwiseConv2dNative", "small", {"wide", "small window"}, window_attributes("SAME", 1))
      .node("DepthwiseConv2dNative", "large", {"wide", "large window"}, window_attributes("SAME", 1))
      .node("Conv2D", "first", {"large", "filter"}, window_attributes("SAME", 1))
      .node("Conv2D", "last", {"small", "filter"}, window_attributes("SAME", 1))
      .node("Add", "sum", {"first", "last"});
  const models::Network network = load(builder, {"sum"});
  REQUIRE(network.operators().size() == 2);
  CHECK(network.operators()[1].kind.find("beside") != std::string::npos);
}

}  // namespace brigade::tests
