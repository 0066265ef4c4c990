// What an int8 network computes in bfloat16, against the same network on an instruction set that does not.

#include "models/network/executor/chain_blocks.hpp"
#include "models/network/executor/fuse_blocks.hpp"
#include "models/network/executor/join_branches.hpp"
#include "models/network/executor/plan.hpp"
#include "models/network/executor/take_in_resizes.hpp"
#include "models/network/executor/weight_store.hpp"
#include "tests/network/graph_builder.hpp"
#include "tests/network/reference.hpp"
#include "tests/network/run_graph.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;

/// Of what a bfloat16 rounds away, 2^-9 of a value, sums of dozens see less than this in any of their values.
constexpr float kTolerance = 0.01F;

struct Shape {
  Extent image = {.height = 24, .width = 24};
  int channels = 8;
  int window = 5;
  int stride = 1;
};

Shape random_shape(unsigned seed) {
  RandomIntegers pick(seed);
  return {.image = {.height = pick(9, 40), .width = pick(9, 40)},
          .channels = pick(1, 60),
          .window = pick(0, 3) > 0 ? 5 : 3,
          .stride = pick(1, 2)};
}

NodeIndex depthwise(GraphBuilder& builder, const std::string& name, NodeIndex input, int channels, int window,
                    int stride = 1) {
  return builder.convolution(name, input, {window, window, channels, 1},
                             {.stride = {.height = stride, .width = stride}, .depthwise = true});
}

NodeIndex pointwise(GraphBuilder& builder, const std::string& name, NodeIndex input, int inputs, int outputs) {
  return builder.convolution(name, input, {1, 1, inputs, outputs}, {});
}

/// A first convolution and a block after it.
Graph chain(const Shape& shape) {
  GraphBuilder builder;
  NodeIndex value = builder.convolution("first", builder.image(), {3, 3, 3, 16}, {.stride = {.height = 2, .width = 2}});
  value = builder.node("hard_swish", HardSwish{}, {value});
  value = pointwise(builder, "expand", value, 16, shape.channels);
  value = depthwise(builder, "depthwise", value, shape.channels, shape.window, shape.stride);
  return builder.finish(pointwise(builder, "project", value, shape.channels, 20));
}

/// A depthwise convolution after one that makes rows of its input: the first convolution, or another depthwise one.
Graph depthwise_chain(const Shape& shape) {
  GraphBuilder builder;
  NodeIndex value =
      builder.convolution("first", builder.image(), {3, 3, 3, shape.channels}, {.stride = {.height = 2, .width = 2}});
  value = depthwise(builder, "a", value, shape.channels, shape.window, shape.stride);
  return builder.finish(depthwise(builder, "b", value, shape.channels, 5));
}

/// A block that ends with its depthwise convolution, and has so many channels on so few rows that threads share these
/// out.
Graph many_channels(const Shape& shape) {
  GraphBuilder builder;
  const int channels = 64 + shape.channels;
  const NodeIndex value = pointwise(builder, "expand", builder.image(), 3, channels);
  return builder.finish(depthwise(builder, "depthwise", value, channels, 5));
}

/// The sum of two branches of one image, which is scaled.
Graph branches(const Shape& shape) {
  GraphBuilder builder;
  const NodeIndex wide = pointwise(builder, "wide", builder.image(), 3, shape.channels);
  const NodeIndex mean = builder.node("mean", Mean{.axes = {1, 2}}, {wide});
  const NodeIndex image = builder.node("product", Arithmetic{ArithmeticKind::multiply}, {wide, mean});
  std::vector<NodeIndex> ends;
  for (const int window : {3, shape.window}) {
    const std::string name = "branch " + std::to_string(ends.size());
    const NodeIndex value = depthwise(builder, name, image, shape.channels, window, shape.stride);
    ends.push_back(builder.convolution(name + "/project", value, {1, 1, shape.channels, 9}, {}));
  }
  return builder.finish(builder.node("sum", Arithmetic{ArithmeticKind::add}, ends));
}

/// A depthwise convolution of an image that is resized on the way.
Graph resized(const Shape& shape) {
  GraphBuilder builder;
  const Extent two{.height = 2, .width = 2};
  const NodeIndex small =
      builder.convolution("small", builder.image(), {3, 3, 3, shape.channels}, {.stride = two, .clamp = {.low = 0}});
  const NodeIndex large = builder.node(
      "resized",
      Resize{.declared = two, .reference = {}, .half_pixel_centers = true, .align_corners = false, .clamp = {}},
      {small});
  const NodeIndex value = depthwise(builder, "depthwise", large, shape.channels, shape.window, shape.stride);
  return builder.finish(pointwise(builder, "project", value, shape.channels, 9));
}

/// To what a block gives its own input is added.
Graph with_residual(const Shape& shape) {
  GraphBuilder builder;
  NodeIndex value = builder.convolution("first", builder.image(), {3, 3, 3, shape.channels}, {});
  const NodeIndex input = value;
  value = depthwise(builder, "depthwise", value, shape.channels, 5);
  value = builder.convolution("project", value, {1, 1, shape.channels, shape.channels}, {});
  return builder.finish(builder.node("sum", Arithmetic{ArithmeticKind::add}, {value, input}));
}

Graph fused(Graph graph, Extent image) {
  fuse_blocks(graph, image, all_layers);
  join_branches(graph, image);
  chain_blocks(graph, image, 0);
  take_in_resizes(graph, image);
  return graph;
}

/// The widest of those without bfloat16, which compute the same in floats.
const KernelSet& kernels_of_floats() { return **std::ranges::find(available_kernels(), nullptr, &KernelSet::bfloat16); }

std::string kinds(const Graph& graph, Extent image, const KernelSet& kernels) {
  const Plan plan(graph, image, 1, kernels, std::make_shared<WeightStore>());
  std::string kinds;
  for (const auto& step : plan.operators()) {
    kinds += step.kind + "; ";
  }
  return kinds;
}

struct Case {
  Graph graph;
  Extent image;
};

/// Resizes are of images of whole multiples of 32.
std::vector<Case> cases_of(const Shape& shape) {
  std::vector<Case> cases;
  for (const auto make : {chain, depthwise_chain, branches, with_residual}) {
    cases.push_back({.graph = make(shape), .image = shape.image});
  }
  cases.push_back({.graph = many_channels(shape), .image = {.height = 8, .width = 9}});
  cases.push_back({.graph = resized(shape), .image = {.height = 32, .width = 64}});
  return cases;
}

}  // namespace

TEST_CASE("a network of rounded weights gives in bfloat16 what it gives in floats, by any number of threads alike") {
  const Shape shape = random_shape(GENERATE(range(1U, 13U)));
  for (const auto& [graph, image] : cases_of(shape)) {
    for (const bool integers : {false, true}) {
      const Graph blocks = fused(with_all_weights_rounded(graph, integers), image);
      const std::vector<float> expected = run_graph(blocks, image, 1, kernels_of_floats());
      for (const KernelSet* kernels : available_kernels()) {
        if (kernels->bfloat16 == nullptr) {
          continue;
        }
        INFO(kinds(blocks, image, *kernels) << image.height << "x" << image.width << "x" << shape.channels);
        const std::vector<float> alone = run_graph(blocks, image, 1, *kernels);
        CHECK(difference(alone, expected) <= kTolerance);
        for (const int threads : thread_counts()) {
          CHECK(difference(run_graph(blocks, image, threads, *kernels), alone) == 0);
        }
      }
    }
  }
}

TEST_CASE("a network of floats gives the same bits whether or not a machine multiplies bfloat16") {
  const Shape shape = random_shape(GENERATE(range(1U, 7U)));
  for (const auto& [graph, image] : cases_of(shape)) {
    const Graph blocks = fused(graph, image);
    for (const KernelSet* kernels : available_kernels()) {
      if (kernels->bfloat16 != nullptr) {
        CHECK(difference(run_graph(blocks, image, 1, *kernels), run_graph(blocks, image, 1, kernels_of_floats())) == 0);
      }
    }
  }
}

TEST_CASE("a profile says what computes in bfloat16: first layers and large windows of rounded weights") {
  for (const KernelSet* kernels : available_kernels()) {
    const auto kinds_of = [&](const Graph& graph, const Shape& shape) {
      return kinds(fused(graph, shape.image), shape.image, *kernels);
    };
    const std::string in_half = kernels->bfloat16 == nullptr ? "" : "bfloat16 ";
    const auto expected = [&](std::string kinds) {
      for (std::size_t place = 0; (place = kinds.find('~', place)) != std::string::npos;) {
        kinds.replace(place, 1, in_half);
      }
      return kinds;
    };
    const Shape large = {};
    const Shape small = {.window = 3};
    CHECK(kinds_of(with_all_weights_rounded(chain(large), true), large) ==
          expected("~conv 3x3 /2 hard-swish, int8 1x1 to 8 + ~depthwise 5x5 + int8 1x1; "));
    CHECK(kinds_of(with_all_weights_rounded(chain(small), true), small) ==
          expected("~conv 3x3 /2 hard-swish, int8 1x1 to 8 + depthwise 3x3 + int8 1x1; "));
    CHECK(kinds_of(chain(large), large) == "conv 3x3 /2 hard-swish, 1x1 to 8 + depthwise 5x5 + 1x1; ");
    CHECK(kinds_of(with_all_weights_rounded(with_residual(large), true), large) ==
          expected("~conv 3x3, depthwise 5x5 + int8 1x1 + add; "));
  }
}

}  // namespace brigade::tests
