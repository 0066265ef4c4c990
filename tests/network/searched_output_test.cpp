// Outputs of which the largest values of neighbours are found as they are computed, against their definition.

#include "common/median.hpp"
#include "models/network/executor/fuse_blocks.hpp"
#include "models/network/executor/plan.hpp"
#include "models/network/executor/weight_store.hpp"
#include "models/network/kernels/kernel_set.hpp"
#include "tests/models/largest_values.hpp"
#include "tests/network/graph_builder.hpp"
#include "tests/network/model_builder.hpp"
#include "tests/network/reference.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;
using models::TensorView;

/// What gives the output.
enum class Last : std::uint8_t { pointwise, residual, depthwise, clamp };

/// Of a searched output whose rows do not end with a whole group.
Graph make_graph(Last last) {
  constexpr int kChannels = 150;
  GraphBuilder builder;
  NodeIndex value = builder.convolution("widen", builder.image(), {1, 1, 3, kChannels}, {});
  if (last == Last::residual || last == Last::depthwise) {
    const NodeIndex wide = value;
    value = builder.convolution("depthwise", value, {3, 3, kChannels, 1}, {.depthwise = true});
    if (last == Last::residual) {
      value = builder.convolution("project", value, {1, 1, kChannels, kChannels}, {});
      value = builder.node("sum", Arithmetic{ArithmeticKind::add}, {value, wide});
    }
  }
  if (last == Last::clamp) {
    value = builder.node("clamp", Clamp{{.low = -1, .high = 1}}, {builder.image()});
  }
  Graph graph = builder.finish(value);
  graph.outputs[0].searched = true;
  return graph;
}

}  // namespace

TEST_CASE("the largest values of neighbours are those that a search of all finds") {
  const int channels = GENERATE(1, 3, 16, 67, 80);
  const int pixels = GENERATE(1, 8, 21);
  const int beside = GENERATE(0, 9);
  const int group = GENERATE(1, 8);
  const int pixel_stride = channels + beside;
  const std::vector<float> row = noise(static_cast<std::size_t>(pixels) * static_cast<std::size_t>(pixel_stride), 1);
  for (const KernelSet* kernels : available_kernels()) {
    constexpr float kUntouched = 77;
    const int groups = (pixels + group - 1) / group;
    std::vector<float> found(static_cast<std::size_t>(groups + 1), kUntouched);
    kernels->largest({.input = {.values = row.data(), .pixel_stride = pixel_stride},
                      .channels = channels,
                      .pixels = pixels,
                      .group = group,
                      .output = found.data()});
    INFO(kernels->name);
    CHECK(found.back() == kUntouched);
    for (int i = 0; i < groups; ++i) {
      float expected = -std::numeric_limits<float>::infinity();
      for (int pixel = i * group; pixel < std::min((i + 1) * group, pixels); ++pixel) {
        const float* first = row.data() + std::ptrdiff_t{pixel} * pixel_stride;
        expected = std::max(expected, *std::max_element(first, first + channels));
      }
      CHECK(found[static_cast<std::size_t>(i)] == expected);
    }
  }
}

TEST_CASE("a value that is no number hides no larger one") {
  for (const KernelSet* kernels : available_kernels()) {
    std::vector<float> values = noise(100, 1);
    values[50] = 5;
    for (const std::size_t place : {std::size_t{2}, std::size_t{20}, std::size_t{49}, std::size_t{99}}) {
      values[place] = std::numeric_limits<float>::quiet_NaN();
    }
    float found = 0;
    kernels->largest({.input = {.values = values.data(), .pixel_stride = 100},
                      .channels = 100,
                      .pixels = 1,
                      .group = 1,
                      .output = &found});
    INFO(kernels->name);
    CHECK(found == 5);
  }
}

TEST_CASE("whatever operator gives a searched output, on however many threads, its largest values are found") {
  const Last last = GENERATE(Last::pointwise, Last::residual, Last::depthwise, Last::clamp);
  const bool blocks = GENERATE(true, false);
  constexpr Extent kImage{.height = 32, .width = 36};
  Graph graph = make_graph(last);
  fuse_blocks(graph, kImage,
              [&](const BlockShape&) { return BlockChoice{.expand = blocks, .depthwise = blocks, .project = blocks}; });
  for (const int threads : thread_counts()) {
    for (const KernelSet* kernels : available_kernels()) {
      INFO(kernels->name << ", " << threads << " threads, " << static_cast<int>(last) << (blocks ? ", blocks" : ""));
      Plan plan(graph, kImage, threads, *kernels, std::make_shared<WeightStore>());
      std::ranges::copy(noise(plan.input().size(), 2), plan.input().begin());
      REQUIRE(plan.run());
      const LargestValues expected(plan.output(0));
      const TensorView found = plan.largest_values(0);
      CHECK(found.height == kImage.height);
      CHECK(found.width == 5);
      CHECK(std::ranges::equal(found.values, expected.values));
    }
  }
}

TEST_CASE(
    "of a searched output what is large enough is stored, whatever operator gives it, and a block stores no more") {
  const Last last = GENERATE(Last::pointwise, Last::residual, Last::depthwise, Last::clamp);
  constexpr Extent kImage{.height = 32, .width = 36};
  Graph graph = make_graph(last);
  fuse_blocks(graph, kImage,
              [](const BlockShape&) { return BlockChoice{.expand = true, .depthwise = true, .project = true}; });
  for (const int threads : thread_counts()) {
    for (const KernelSet* kernels : available_kernels()) {
      INFO(kernels->name << ", " << threads << " threads, " << static_cast<int>(last));
      Plan plan(graph, kImage, threads, *kernels, std::make_shared<WeightStore>());
      const auto run = [&](unsigned seed, float least) {
        std::ranges::copy(noise(plan.input().size(), seed), plan.input().begin());
        plan.keep_searched_values_from(least);
        REQUIRE(plan.run());
        return std::vector(plan.output(0).values.begin(), plan.output(0).values.end());
      };
      const std::vector<float> whole = run(2, -std::numeric_limits<float>::infinity());
      const std::vector<float> largest(plan.largest_values(0).values.begin(), plan.largest_values(0).values.end());
      const float least = median(std::vector<double>(largest.begin(), largest.end()));
      const std::vector<float> before = run(3, -std::numeric_limits<float>::infinity());
      const std::vector<float> some = run(2, least);
      CHECK(plan.least_kept() == least);
      CHECK(std::ranges::equal(plan.largest_values(0).values, largest));
      const bool leaves_out = last == Last::residual || last == Last::depthwise;
      const TensorView& shape = plan.output(0);
      for (int row = 0; row < shape.height; ++row) {
        for (int column = 0; column < shape.width; ++column) {
          const auto group = static_cast<std::size_t>(row * 5 + column / models::kSearchedPixels);
          const auto first = (row * shape.width + column) * std::ptrdiff_t{shape.channels};
          const bool kept = !leaves_out || largest[group] >= least;
          const std::vector<float>& expected = kept ? whole : before;
          REQUIRE(std::equal(some.begin() + first, some.begin() + first + shape.channels, expected.begin() + first));
        }
      }
    }
  }
}

TEST_CASE("an output that is not searched has no largest values") {
  constexpr Extent kImage{.height = 32, .width = 32};
  Graph graph = make_graph(Last::pointwise);
  graph.outputs[0].searched = false;
  Plan plan(graph, kImage, 1, *available_kernels().front(), std::make_shared<WeightStore>());
  REQUIRE(plan.run());
  CHECK(plan.largest_values(0).values.empty());
}

TEST_CASE("an output that is searched must be one that is asked for, and computed whole") {
  const TemporaryFolder folder;
  ModelBuilder builder;
  builder.node("Relu", "output", {"image"}).node("Relu6", "other", {"image"});
  models::NetworkOptions options{.model_json = builder.save(folder.path()),
                                 .input_width = 32,
                                 .input_height = 32,
                                 .output_names = {"output"},
                                 .searched_outputs = {"other"}};
  const auto refusal = [&] {
    const auto network = models::Network::load(options);
    REQUIRE_FALSE(network);
    return network.error().message;
  };
  const std::string reason = "the searched output other is none of the outputs asked for that are computed whole";
  CHECK(refusal().ends_with(reason));
  options.output_names = {"output", "other"};
  options.sparse_outputs = {"other"};
  CHECK(refusal().ends_with(reason));
}

}  // namespace brigade::tests
