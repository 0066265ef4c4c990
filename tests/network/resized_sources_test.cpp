// Resizes that are taken in by what reads them, on every instruction set that this machine has, against resized images
// in memory.

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
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;

constexpr BlockChoice kNothing{};
constexpr BlockChoice kAll{.depthwise = true, .project = true};
constexpr BlockChoice kDepthwiseAlone{.depthwise = true};

/// What a random graph is made of: an image beside a resized one, read by two blocks.
struct Shape {
  Extent image;
  int channels = 0;
  int resized_channels = 0;
  bool resized_first = false;
  bool beside = false;  ///< else the resized image is read alone
  int factor = 2;
  bool half_pixel_centers = false;
  bool align_corners = false;
  Range clamp;
  int window = 3;
  int stride = 1;
  bool scale = false;
};

Shape random_shape(unsigned seed) {
  RandomIntegers pick(seed);
  Shape shape;
  shape.image = {.height = 32 * pick(1, 2), .width = 32 * pick(1, 2)};
  shape.beside = pick(0, 3) > 0;
  shape.resized_first = pick(0, 1) == 0;
  shape.channels = shape.resized_first ? pick(1, 40) : 16 * pick(1, 3);
  shape.resized_channels = shape.resized_first ? 16 * pick(1, 5) : pick(1, 70);
  shape.factor = 1 << pick(1, 2);
  shape.align_corners = pick(0, 3) == 0;
  shape.half_pixel_centers = !shape.align_corners && pick(0, 1) == 0;
  shape.clamp = pick(0, 1) == 0 ? Range{} : Range{.low = 0};
  shape.window = pick(0, 1) == 0 ? 3 : 5;
  shape.stride = pick(1, 2);
  shape.scale = pick(0, 1) == 0;
  return shape;
}

/// A graph under construction: what is concatenated, and the resized image in it.
struct Joined {
  GraphBuilder builder;
  NodeIndex resized = 0;
  NodeIndex image = 0;  ///< what is read
  int channels = 0;
};

Joined join(const Shape& shape) {
  Joined joined;
  GraphBuilder& builder = joined.builder;
  const Extent stride{.height = shape.factor, .width = shape.factor};
  const NodeIndex small = builder.convolution(
      "small", builder.image(), {shape.factor, shape.factor, 3, shape.resized_channels}, {.stride = stride});
  joined.resized = builder.node("resized",
                                Resize{.declared = stride,
                                       .reference = {},
                                       .half_pixel_centers = shape.half_pixel_centers,
                                       .align_corners = shape.align_corners,
                                       .clamp = shape.clamp},
                                {small});
  joined.image = joined.resized;
  joined.channels = shape.resized_channels;
  if (shape.beside) {
    const NodeIndex wide = builder.convolution("wide", builder.image(), {1, 1, 3, shape.channels}, {});
    joined.image =
        builder.node("joined", Concat{.axis = 3},
                     shape.resized_first ? std::vector{joined.resized, wide} : std::vector{wide, joined.resized});
    joined.channels += shape.channels;
  }
  return joined;
}

/// A depthwise convolution, scaled by the image's mean or not, and a 1x1 one.
NodeIndex add_block(Joined& joined, const std::string& name, const Shape& shape, int window) {
  GraphBuilder& builder = joined.builder;
  NodeIndex value = joined.image;
  if (shape.scale) {
    const NodeIndex mean = builder.node(name + "/mean", Mean{.axes = {1, 2}}, {value});
    value = builder.node(name + "/product", Arithmetic{ArithmeticKind::multiply}, {value, mean});
  }
  value = builder.convolution(name + "/depthwise", value, {window, window, joined.channels, 1},
                              {.stride = {.height = shape.stride, .width = shape.stride}, .depthwise = true});
  return builder.convolution(name + "/project", value, {1, 1, joined.channels, 9}, {});
}

/// Two blocks, of which the second takes in the sum with the first.
Graph two_branches(const Shape& shape) {
  Joined joined = join(shape);
  const NodeIndex first = add_block(joined, "a", shape, shape.window);
  const NodeIndex second = add_block(joined, "b", shape, 3);
  return joined.builder.finish(joined.builder.node("sum", Arithmetic{ArithmeticKind::add}, {first, second}));
}

Graph fuse(Graph graph, const Shape& shape, const BlockChoice& choice) {
  fuse_blocks(graph, shape.image, [&](const BlockShape& block) {
    return BlockChoice{.depthwise = choice.depthwise, .project = choice.project && block.projected > 0};
  });
  take_in_resizes(graph, shape.image);
  return graph;
}

/// On every instruction set the values of the fused graph are those of the graph in which nothing is fused, whatever
/// the number of threads.
void check_values(const Graph& graph, const Graph& fused, const Shape& shape) {
  const std::vector<float> expected =
      run_graph(fuse(graph, shape, kNothing), shape.image, 1, *available_kernels().front());
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name);
    const std::vector<float> alone = run_graph(fused, shape.image, 1, *kernels);
    CHECK(difference(alone, expected) < 1e-5F);
    for (const int threads : thread_counts()) {
      CHECK(run_graph(fused, shape.image, threads, *kernels) == alone);
    }
  }
}

/// That a resized image is in memory, because of what else reads it, and all values are right.
void check_stays(const Graph& graph, const Shape& shape) {
  const Graph fused = fuse(graph, shape, kAll);
  CHECK(count<Resize>(fused) == 1);
  check_values(graph, fused, shape);
}

const Shape kPlain{
    .image = {.height = 32, .width = 32}, .channels = 16, .resized_channels = 24, .beside = true, .clamp = {.low = 0}};

}  // namespace

TEST_CASE("blocks and means that resize their image as they read it give what an image in memory gives") {
  const auto seed = GENERATE(range(1U, 17U));
  const Shape shape = random_shape(seed);
  INFO("seed " << seed << ": " << shape.image.height << "x" << shape.image.width << ", " << shape.resized_channels
               << " channels resized by " << shape.factor << (shape.half_pixel_centers ? " half-pixel centers" : "")
               << (shape.align_corners ? " aligned corners" : "") << (shape.beside ? " beside " : " without ")
               << shape.channels << ", " << shape.window << "x" << shape.window << " /" << shape.stride
               << (shape.scale ? ", scaled" : ""));
  const Graph graph = two_branches(shape);
  for (const BlockChoice& choice : {kAll, kDepthwiseAlone}) {
    const Graph fused = fuse(graph, shape, choice);
    CHECK(count<Resize>(fused) + count<Concat>(fused) == 0);
    check_values(graph, fused, shape);
  }
}

TEST_CASE("a block that resizes its image as it reads it gives the same to the last bit as with one in memory") {
  const Graph graph = two_branches(kPlain);
  Graph kept = graph;
  const auto resized = std::ranges::find(kept.nodes, "resized", &Node::name);
  kept.outputs.push_back({.name = "resized", .node = static_cast<NodeIndex>(resized - kept.nodes.begin())});
  CHECK(count<Resize>(fuse(kept, kPlain, kAll)) == 1);
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name);
    CHECK(run_graph(fuse(graph, kPlain, kAll), kPlain.image, 1, *kernels) ==
          run_graph(fuse(kept, kPlain, kAll), kPlain.image, 1, *kernels));
  }
}

TEST_CASE("two branches that are one block resize their image once, and give the same to the last bit") {
  Shape shape = kPlain;
  shape.window = 5;
  for (const bool scale : {false, true}) {
    shape.scale = scale;
    const Graph graph = two_branches(shape);
    Graph joined = graph;
    fuse_blocks(joined, shape.image, all_layers);
    join_branches(joined, shape.image);
    take_in_resizes(joined, shape.image);
    for (const KernelSet* kernels : available_kernels()) {
      INFO(kernels->name);
      CHECK(run_graph(joined, shape.image, 1, *kernels) ==
            run_graph(fuse(graph, shape, kAll), shape.image, 1, *kernels));
    }
  }
}

TEST_CASE("means of an image resized to any size are those of the resized image in memory") {
  const Extent image{.height = 96, .width = 64};  // the small one has 32x22 pixels, or 14x10
  const int stride = GENERATE(3, 7);
  const auto size =
      GENERATE(Extent{.height = 64, .width = 44}, Extent{.height = 45, .width = 71}, Extent{.height = 129, .width = 23},
               Extent{.height = 9, .width = 5}, Extent{.height = 1, .width = 80});
  const auto clamp = GENERATE(Range{}, Range{.low = 0}, Range{.low = -0.1F, .high = 0.1F});
  enum class Places : std::uint8_t { points, half_pixel_centers, aligned_corners };
  const auto places = GENERATE(Places::points, Places::half_pixel_centers, Places::aligned_corners);
  GraphBuilder builder;
  const NodeIndex small =
      builder.convolution("small", builder.image(), {1, 1, 3, 45}, {.stride = {.height = stride, .width = stride}});
  const NodeIndex resized = builder.node("resized",
                                         Resize{.declared = size,
                                                .reference = {.height = 0, .width = 0},
                                                .half_pixel_centers = places == Places::half_pixel_centers,
                                                .align_corners = places == Places::aligned_corners,
                                                .clamp = clamp},
                                         {small});
  const Graph graph = builder.finish(builder.node("mean", Mean{.axes = {1, 2}}, {resized}));
  Graph taken = graph;
  take_in_resizes(taken, image);
  REQUIRE(count<Resize>(taken) == 0);
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name);
    const std::vector<float> alone = run_graph(taken, image, 1, *kernels);
    CHECK(difference(alone, run_graph(graph, image, 1, *kernels)) < 1e-6F);
    for (const int threads : thread_counts()) {
      CHECK(run_graph(taken, image, threads, *kernels) == alone);
    }
  }
}

TEST_CASE("profiles say what is resized as it is read") {
  Shape shape = kPlain;
  shape.scale = true;
  const Plan plan(fuse(two_branches(shape), shape, kAll), shape.image, 1, *available_kernels().front(),
                  std::make_shared<WeightStore>());
  const auto count_kind = [&](const std::string& kind) {
    return std::ranges::count(plan.operators(), kind, &models::OperatorInfo::kind);
  };
  CHECK(count_kind("resize + mean") == 2);
  CHECK(count_kind("resize + depthwise 3x3 + 1x1") == 1);
  CHECK(count_kind("resize + depthwise 3x3 + 1x1 + add") == 1);
}

TEST_CASE("a resized image that something else needs in memory stays there") {
  Joined joined = join(kPlain);
  GraphBuilder& builder = joined.builder;
  const NodeIndex block = add_block(joined, "block", kPlain, 3);
  SECTION("a 1x1 convolution") {
    const NodeIndex pointwise = builder.convolution("1x1", joined.image, {1, 1, joined.channels, 9}, {});
    check_stays(builder.finish(builder.node("sum", Arithmetic{ArithmeticKind::add}, {block, pointwise})), kPlain);
  }
  SECTION("an operator of XNNPACK, which reads the resized image alone") {
    const NodeIndex sigmoid = builder.node("sigmoid", Sigmoid{}, {joined.resized});
    check_stays(builder.finish(builder.node("beside", Concat{.axis = 3}, {block, sigmoid})), kPlain);
  }
  SECTION("a sum in a block that reads another image") {
    const NodeIndex other = builder.convolution("other", builder.image(), {3, 3, 3, 1}, {.depthwise = true});
    const NodeIndex project = builder.convolution("other/project", other, {1, 1, 3, kPlain.resized_channels}, {});
    const NodeIndex sum = builder.node("sum", Arithmetic{ArithmeticKind::add}, {project, joined.resized});
    check_stays(builder.finish(builder.node("beside", Concat{.axis = 3}, {block, sum})), kPlain);
  }
  SECTION("what joins it with an output") {
    check_stays(builder.finish(builder.node("beside", Concat{.axis = 3}, {block, joined.resized})), kPlain);
  }
}

TEST_CASE("a resized image whose channels begin within a vector stays in memory") {
  Shape shape = kPlain;
  shape.channels = 15;
  check_stays(two_branches(shape), shape);
}

}  // namespace brigade::tests
